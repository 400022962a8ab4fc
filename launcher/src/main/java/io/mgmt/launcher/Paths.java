// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The value of a flag that names a file or a directory. */
final class Paths implements ITypeConverter<Path> {

    @Override
    public Path convert(String text) {
        if (text.isEmpty()) {
            throw new TypeConversionException("\"\" is no path. Name one, or leave it out.");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new TypeConversionException("\"" + text + "\" is no path here: " + e.getReason()
                    + ". For letters beyond ASCII start mgmt in a UTF-8 locale, such as LC_ALL=C.UTF-8.");
        }
    }
}
