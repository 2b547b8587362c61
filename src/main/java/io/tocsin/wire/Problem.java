package io.tocsin.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Map.Entry;

/**
 * Problem details for HTTP APIs (RFC 9457).
 *
 * @param type the last part of the type URI, stable: clients tell problems apart by it
 * @param more further members: texts, numbers, flags
 */
public record Problem(String type, int status, String title, String detail, Map<String, Object> more) {
    public static final String CONTENT_TYPE = "application/problem+json";
    private static final String BASE = "urn:tocsin:problem:";

    public Problem {
        more = Collections.unmodifiableMap(new LinkedHashMap<>(more));
    }

    public static Problem invalid(String detail) {
        return new Problem("invalid-request", 400, "The request is not valid", detail, Map.of());
    }

    public static Problem notFound(String what) {
        return new Problem("not-found", 404, "There is no such thing", what, Map.of());
    }

    public static Problem unauthorized(String detail) {
        return new Problem("unauthorized", 401, "A valid key is needed", detail, Map.of());
    }

    /** There is too much of it already, or it comes too often. */
    public static Problem tooManyRequests(String detail) {
        return new Problem("too-many-requests", 429, "There is too much of this", detail, Map.of());
    }

    /** Not now: the request may be sent again as it is. */
    public static Problem unavailable(String detail) {
        return new Problem("unavailable", 503, "Not available now", detail, Map.of());
    }

    /** The same, with one more member. */
    public Problem with(String name, Object value) {
        Map<String, Object> members = new LinkedHashMap<>(more);
        members.put(name, value);
        return new Problem(type, status, title, detail, members);
    }

    public byte[] encode() {
        return Json.bytes(this::write);
    }

    void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", BASE + type);
        json.writeStringField("title", title);
        json.writeNumberField("status", status);
        json.writeStringField("detail", detail);
        for (Entry<String, Object> member : more.entrySet()) {
            json.writeFieldName(member.getKey());
            Json.MAPPER.writeValue(json, member.getValue());
        }
        json.writeEndObject();
    }
}
