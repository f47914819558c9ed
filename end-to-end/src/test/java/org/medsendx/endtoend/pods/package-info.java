/**
 * The suite as it is deployed: images that are built here, played by podman from the rendered
 * manifests, with networks, users and secrets.
 */
@NullMarked
package org.medsendx.endtoend.pods;

import org.jspecify.annotations.NullMarked;
