package io.tocsin.app;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code tocsin version}. */
@Command(name = "version", description = "Says which Tocsin this is.", mixinStandardHelpOptions = true)
final class VersionCommand implements Runnable {
    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().getOut().println("tocsin " + Version.text() + " (Java " + Runtime.version() + ")");
    }
}
