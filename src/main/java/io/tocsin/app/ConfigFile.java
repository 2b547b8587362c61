package io.tocsin.app;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which settings a command goes by. */
final class ConfigFile {
    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "A YAML file of settings; also by TOCSIN_CONFIG.")
    private @Nullable Path file;

    Config read(Map<String, String> environment) {
        String named = environment.get(Settings.FILE_VARIABLE);
        if (file != null) {
            return Config.read(file, environment);
        }
        return named == null ? Config.read(environment) : Config.read(Path.of(named), environment);
    }
}
