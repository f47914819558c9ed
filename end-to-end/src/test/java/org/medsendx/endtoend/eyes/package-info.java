/** What people are told by metrics, alerts, dashboards and traces, on real runs. */
@NullMarked
package org.medsendx.endtoend.eyes;

import org.jspecify.annotations.NullMarked;
