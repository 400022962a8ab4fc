// SPDX-License-Identifier: Apache-2.0
package io.mgmt.rollout;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.MetaTypeInformation;
import org.osgi.service.metatype.MetaTypeService;
import org.osgi.service.metatype.ObjectClassDefinition;

/** What bundles say of their configurations by Metatype. Touched only once the service is known to be there. */
final class MetatypeTypes implements Types {

    private final BundleContext context;

    MetatypeTypes(BundleContext context) {
        this.context = context;
    }

    @Override
    public Optional<Collection<Property>> properties(String pid) {
        ServiceReference<MetaTypeService> reference = context.getServiceReference(MetaTypeService.class);
        MetaTypeService service = reference == null ? null : context.getService(reference);
        if (service == null) {
            return Optional.empty();
        }
        try {
            return Arrays.stream(context.getBundles()).filter(bundle -> bundle.getState() != Bundle.UNINSTALLED)
                    .map(service::getMetaTypeInformation).filter(information -> information != null)
                    .map(information -> definition(information, pid)).flatMap(Optional::stream).findFirst();
        } finally {
            context.ungetService(reference);
        }
    }

    private static Optional<Collection<Property>> definition(MetaTypeInformation information, String pid) {
        boolean isFactory = pid.indexOf('~') > 0;
        String name = isFactory ? pid.substring(0, pid.indexOf('~')) : pid;
        String[] pids = isFactory ? information.getFactoryPids() : information.getPids();
        if (pids == null || !List.of(pids).contains(name)) {
            return Optional.empty();
        }
        List<Property> properties = new ArrayList<>();
        AttributeDefinition[] all = information.getObjectClassDefinition(name, null)
                .getAttributeDefinitions(ObjectClassDefinition.ALL);
        for (AttributeDefinition one : all == null ? new AttributeDefinition[0] : all) {
            properties.add(new Described(one));
        }
        return Optional.of(properties);
    }

    private record Described(AttributeDefinition definition) implements Property {

        @Override
        public String name() {
            return definition.getID();
        }

        @Override
        public String description() {
            return definition.getDescription() == null ? "" : definition.getDescription();
        }

        @Override
        public List<String> defaults() {
            return definition.getDefaultValue() == null ? List.of() : List.of(definition.getDefaultValue());
        }

        @Override
        public Object value(String text) {
            int cardinality = definition.getCardinality();
            if (cardinality == 0) {
                return one(text);
            }
            List<Object> values = Arrays.stream(text.split(",")).map(String::strip).map(this::one).toList();
            if (cardinality > 0) {
                Object array = Array.newInstance(values.get(0).getClass(), values.size());
                for (int i = 0; i < values.size(); i++) {
                    Array.set(array, i, values.get(i));
                }
                return array;
            }
            return new ArrayList<>(values);
        }

        private Object one(String text) {
            Object value = typed(text);
            String wrong = definition.validate(text);
            if (wrong != null && !wrong.isEmpty()) {
                throw new IllegalArgumentException(wrong);
            }
            return value;
        }

        private Object typed(String text) {
            try {
                return switch (definition.getType()) {
                    case AttributeDefinition.INTEGER -> Integer.valueOf(text);
                    case AttributeDefinition.LONG -> Long.valueOf(text);
                    case AttributeDefinition.SHORT -> Short.valueOf(text);
                    case AttributeDefinition.BYTE -> Byte.valueOf(text);
                    case AttributeDefinition.DOUBLE -> Double.valueOf(text);
                    case AttributeDefinition.FLOAT -> Float.valueOf(text);
                    case AttributeDefinition.BOOLEAN -> Types.truth(text);
                    case AttributeDefinition.CHARACTER -> letter(text);
                    default -> text;
                };
            } catch (NumberFormatException e) {
                boolean isWhole = definition.getType() != AttributeDefinition.DOUBLE
                        && definition.getType() != AttributeDefinition.FLOAT;
                throw new IllegalArgumentException(isWhole ? "it must be a whole number" : "it must be a number");
            }
        }

        private static Character letter(String text) {
            if (text.length() != 1) {
                throw new IllegalArgumentException("it must be one character");
            }
            return text.charAt(0);
        }
    }
}
