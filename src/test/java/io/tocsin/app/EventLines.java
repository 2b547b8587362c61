package io.tocsin.app;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Iterator;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A subscription's alerts as server-sent events, with the JDK's client. */
final class EventLines {
    /** One event: its id and its data. */
    record Event(String id, JsonNode data) {}

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

    /** Opens the stream; {@code headers} are name, value, name, value, … */
    static EventLines open(Client client, String path, String... headers) {
        EventLines lines = new EventLines();
        var request = client.request(path).header("Accept", "text/event-stream").GET();
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        var response = client.http
                .sendAsync(request.build(), BodyHandlers.ofLines())
                .orTimeout(Client.LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join();
        if (response.statusCode() != 200) {
            throw new AssertionError(response);
        }
        CompletableFuture<Void> opened = new CompletableFuture<>();
        Thread reader = new Thread(() -> lines.read(response.body().iterator(), opened), "event-lines");
        reader.setDaemon(true);
        reader.start();
        opened.orTimeout(Client.LIMIT.toSeconds(), TimeUnit.SECONDS).join();
        return lines;
    }

    Event next() {
        try {
            Event event = events.poll(Client.LIMIT.toSeconds(), TimeUnit.SECONDS);
            if (event == null) {
                throw new AssertionError("no event within " + Client.LIMIT);
            }
            return event;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void read(Iterator<String> lines, CompletableFuture<Void> opened) {
        try {
            String id = "";
            while (lines.hasNext()) {
                String line = lines.next();
                if (line.startsWith("retry: ")) {
                    opened.complete(null);
                } else if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("data: ")) {
                    events.add(new Event(id, Client.JSON.readTree(line.substring(6))));
                }
            }
        } catch (IOException | UncheckedIOException e) {
            opened.completeExceptionally(e);
        }
    }
}
