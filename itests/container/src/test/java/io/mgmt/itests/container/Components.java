// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.container;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/** What Declarative Services says about the components of our bundles. */
final class Components {

    private final ServiceComponentRuntime runtime;

    Components(ServiceComponentRuntime runtime) {
        this.runtime = runtime;
    }

    /** The names of all components of our bundles. */
    List<String> names() {
        return ours().stream().map(component -> component.name).toList();
    }

    /** Each component that waits for something or could not start, and why. */
    List<String> unsatisfied() {
        List<String> unsatisfied = new ArrayList<>();
        for (ComponentDescriptionDTO component : ours()) {
            Collection<ComponentConfigurationDTO> all = runtime.getComponentConfigurationDTOs(component);
            if (all.isEmpty()) {
                unsatisfied.add(component.name + " has no configuration");
            }
            for (ComponentConfigurationDTO one : all) {
                if (one.state == ComponentConfigurationDTO.FAILED_ACTIVATION) {
                    unsatisfied.add(component.name + " could not start: " + one.failure);
                } else if (one.state != ComponentConfigurationDTO.SATISFIED
                        && one.state != ComponentConfigurationDTO.ACTIVE) {
                    unsatisfied.add(component.name + " waits for "
                            + Arrays.stream(one.unsatisfiedReferences).map(reference -> reference.name).toList());
                }
            }
        }
        return unsatisfied;
    }

    private List<ComponentDescriptionDTO> ours() {
        return runtime.getComponentDescriptionDTOs().stream()
                .filter(component -> component.bundle.symbolicName.startsWith("io.mgmt."))
                .toList();
    }
}
