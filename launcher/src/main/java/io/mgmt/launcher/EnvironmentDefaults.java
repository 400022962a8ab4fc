// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Each flag of {@code mgmt run} is also a variable: {@code --client-urls} is {@code MGMT_CLIENT_URLS}. */
final class EnvironmentDefaults implements IDefaultValueProvider {

    private final Map<String, String> environment;

    EnvironmentDefaults(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public String defaultValue(ArgSpec argument) {
        if (argument instanceof OptionSpec option && !option.usageHelp() && !option.versionHelp()) {
            String value = environment.get(variable(option.longestName()));
            return value == null || value.isEmpty() ? null : value;
        }
        return null;
    }

    static String variable(String flag) {
        return "MGMT_" + flag.substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
