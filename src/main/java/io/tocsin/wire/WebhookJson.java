package io.tocsin.wire;

import io.tocsin.alert.Alert;
import io.tocsin.feed.Entry;

/** The body of a webhook, as Standard Webhooks proposes: {@code type}, {@code timestamp}, and the alert as data. */
public final class WebhookJson {
    private WebhookJson() {}

    /** The same bytes at each attempt, unless the post is erased in between. */
    public static byte[] encode(Entry entry, CursorText cursors) {
        Alert alert = entry.alert();
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringField("type", AlertJson.type(alert));
            json.writeStringField("timestamp", alert.raisedAt().toString());
            json.writeFieldName("data");
            AlertJson.write(json, entry, cursors);
            json.writeEndObject();
        });
    }
}
