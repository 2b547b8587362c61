package io.tocsin.app;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tocsin serve}. */
@Command(name = "serve", description = "Runs a node until it is told to stop.", mixinStandardHelpOptions = true)
final class ServeCommand implements Runnable {
    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "A YAML file of settings; also by TOCSIN_CONFIG.")
    private @Nullable Path config;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        Config settings = settings(System.getenv());
        Node node = Node.start(settings);
        out.println("Tocsin " + Version.text() + " serves " + node.url());
        out.println("  dashboard  " + node.url() + "/");
        out.println("  contract   " + node.url() + "/v1/openapi.yaml");
        out.println("  data       " + settings.dataDirectory().toAbsolutePath());
        settings.store().ifPresent(url -> out.println("  store      " + url));
        node.newKey().ifPresent(key -> {
            out.println("  admin key  " + key.text());
            out.println("             made now, because the store had none; it is not shown again");
        });
        out.flush();
        Shutdown.await(node);
    }

    private Config settings(Map<String, String> environment) {
        String named = environment.get(Settings.FILE_VARIABLE);
        if (config != null) {
            return Config.read(config, environment);
        }
        return named == null ? Config.read(environment) : Config.read(Path.of(named), environment);
    }
}
