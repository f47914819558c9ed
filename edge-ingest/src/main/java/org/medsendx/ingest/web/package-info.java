/** What people and the local stack may ask over HTTP (edge). */
@NullMarked
package org.medsendx.ingest.web;

import org.jspecify.annotations.NullMarked;
