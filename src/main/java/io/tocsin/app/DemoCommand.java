package io.tocsin.app;

import java.io.PrintWriter;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code tocsin demo}. */
@Command(
        name = "demo",
        description = "Plays 3,000 real posts of the 2013 Alberta floods through a whole node.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Runnable {
    @Option(
            names = "--speed",
            paramLabel = "TIMES",
            defaultValue = "600",
            description = "How many times as fast as they were made the posts are played (default: ${DEFAULT-VALUE}).")
    private double speed;

    @Option(names = "--port", paramLabel = "PORT", description = "Where to serve (default: 8080, or TOCSIN_HTTP_PORT).")
    private int port = -1;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        if (!(speed > 0)) {
            throw new ParameterException(spec.commandLine(), "--speed: " + speed + " (expected: more than 0)");
        }
        PrintWriter out = spec.commandLine().getOut();
        Map<String, String> environment = new TreeMap<>(System.getenv());
        if (port >= 0) {
            environment.put("TOCSIN_HTTP_PORT", Integer.toString(port));
        }
        Demo demo = Demo.start(Config.read(environment), speed, out);
        Shutdown.await(demo);
    }
}
