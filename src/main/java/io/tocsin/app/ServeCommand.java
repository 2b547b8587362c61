package io.tocsin.app;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tocsin serve}. */
@Command(name = "serve", description = "Runs a node until it is told to stop.", mixinStandardHelpOptions = true)
final class ServeCommand implements Runnable {
    @Mixin
    private final ConfigFile config = new ConfigFile();

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        Config settings = config.read(System.getenv());
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
}
