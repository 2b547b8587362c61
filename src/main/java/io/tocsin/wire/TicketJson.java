package io.tocsin.wire;

import java.time.Duration;
import java.time.Instant;

/** A ticket as its holder is given it, this once. */
public final class TicketJson {
    private TicketJson() {}

    public static byte[] encode(String ticket, Instant expiresAt, Duration session) {
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringField("ticket", ticket);
            json.writeStringField("expiresAt", expiresAt.toString());
            json.writeNumberField("sessionSeconds", session.toSeconds());
            json.writeEndObject();
        });
    }
}
