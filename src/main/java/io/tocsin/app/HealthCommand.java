package io.tocsin.app;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tocsin health}: for supervisors that know commands but no HTTP, in images that have no other client. */
@Command(
        name = "health",
        description = "Asks the node that serves with these settings on this machine whether it is ready.",
        mixinStandardHelpOptions = true)
final class HealthCommand implements Callable<Integer> {
    /** More than the 2 s that the node itself waits for its store. */
    private static final Duration LIMIT = Duration.ofSeconds(5);

    @Mixin
    private final ConfigFile config = new ConfigFile();

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        URI ready = ready(config.read(System.getenv()).http());
        HttpRequest request = HttpRequest.newBuilder(ready).timeout(LIMIT).build();
        try {
            HttpClient client = HttpClient.newBuilder().connectTimeout(LIMIT).build();
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            spec.commandLine().getOut().println(answer.body());
            return answer.statusCode() == 200 ? 0 : 1;
        } catch (IOException e) {
            spec.commandLine().getErr().println("tocsin: " + ready + " does not answer: " + e);
            return 1;
        }
    }

    static URI ready(Config.Http http) {
        if (http.port() == 0) {
            throw new ConfigException("http.port: 0 (expected: the port of the node that is asked)");
        }
        String host = switch (http.host()) {
            case "0.0.0.0" -> "127.0.0.1";
            case "::" -> "::1";
            default -> http.host();
        };
        return URI.create(
                "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + http.port() + "/health/ready");
    }
}
