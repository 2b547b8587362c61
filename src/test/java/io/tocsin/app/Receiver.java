package io.tocsin.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.standardwebhooks.Webhook;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** An integrator's webhook receiver on the JDK's server; checks deliveries with the library of Standard Webhooks. */
final class Receiver implements AutoCloseable {
    /** One request as it came, and the status that it was answered with. */
    record Delivered(HttpHeaders headers, String body, int answer) {
        /** Fails unless the signature is of {@code secret}; the answer is the body's JSON. */
        JsonNode verified(String secret) {
            try {
                new Webhook(secret).verify(body, headers);
                return Client.JSON.readTree(body);
            } catch (com.standardwebhooks.exceptions.WebhookVerificationException
                    | com.standardwebhooks.exceptions.EmptyWebhookSecretException
                    | IOException e) {
                throw new AssertionError(this.toString(), e);
            }
        }

        String id() {
            return headers.firstValue("webhook-id").orElseThrow();
        }
    }

    private final BlockingQueue<Delivered> delivered = new LinkedBlockingQueue<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final HttpServer server;
    private volatile IntSupplier status;

    /** @param status what each request is answered with */
    Receiver(IntSupplier status) {
        this.status = status;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    void answer(IntSupplier newStatus) {
        status = newStatus;
    }

    Delivered next() {
        try {
            Delivered next = delivered.poll(Client.LIMIT.toSeconds(), TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("no delivery within " + Client.LIMIT);
            }
            return next;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** What has come and was not asked for yet, however long it takes to come. */
    Delivered take() throws InterruptedException {
        return delivered.take();
    }

    /** What came so far is not looked at. */
    void forget() {
        delivered.clear();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        int answer = status.getAsInt();
        delivered.add(new Delivered(HttpHeaders.of(exchange.getRequestHeaders(), (name, value) -> true), body, answer));
        exchange.sendResponseHeaders(answer, -1);
        exchange.close();
    }
}
