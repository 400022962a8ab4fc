// SPDX-License-Identifier: Apache-2.0
package io.mgmt.shell;

import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.Converter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Shows {@link Rows} in every Gogo shell, Karaf's too, as the command prints them. */
@Component(property = Converter.CONVERTER_CLASSES + "=io.mgmt.shell.Rows", immediate = true)
public final class RowsConverter implements Converter {

    /** @param gogo not used, but nothing of this class is loaded until it is there: Gogo is optional */
    @Activate
    public RowsConverter(@Reference CommandProcessor gogo) {
    }

    @Override
    public Object convert(Class<?> desiredType, Object in) {
        return null;
    }

    @Override
    public CharSequence format(Object target, int level, Converter escape) {
        return target instanceof Rows rows && level == INSPECT ? rows.text() : null;
    }
}
