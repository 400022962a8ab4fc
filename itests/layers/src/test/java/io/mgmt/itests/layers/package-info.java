// SPDX-License-Identifier: Apache-2.0
/**
 * The architecture as a test: rules over built manifests, configurations, feature lists, poms and
 * sources. Each rule is a function from what was read to a list of complaints, so that it can be
 * shown on made-up input that it complains.
 */
package io.mgmt.itests.layers;
