package io.tocsin.app;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;

/** The command line: {@code tocsin serve|demo|health|version}. */
@Command(
        name = "tocsin",
        description = "Watches public post streams, matches every post against subscriptions, pushes the alerts.",
        subcommands = {ServeCommand.class, DemoCommand.class, HealthCommand.class, VersionCommand.class},
        mixinStandardHelpOptions = true,
        versionProvider = Main.Versions.class,
        footer = {
            "",
            "Settings come from the environment, or else from a YAML file (--config):",
            "http.port in the file is TOCSIN_HTTP_PORT in the environment. See docs/configuration.md."
        })
public final class Main implements Runnable {
    /** How a process ends that was given a setting that cannot be. */
    private static final int BAD_CONFIG = 78;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandLine.Model.CommandSpec spec;

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        int code = new CommandLine(new Main())
                .setExecutionExceptionHandler((failure, command, parsed) -> told(failure, command.getErr()))
                .execute(arguments);
        if (code != 0) {
            System.exit(code);
        }
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "a command is missing (expected: serve, demo, health or version)");
    }

    private static int told(Exception failure, PrintWriter err) throws Exception {
        if (failure instanceof ConfigException) {
            err.println("tocsin: " + failure.getMessage());
            return BAD_CONFIG;
        }
        throw failure;
    }

    static final class Versions implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"tocsin " + Version.text()};
        }
    }
}
