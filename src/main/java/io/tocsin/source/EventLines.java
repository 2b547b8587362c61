package io.tocsin.source;

import java.nio.charset.StandardCharsets;

/** Puts lines together to server-sent events of bounded length; a longer one costs itself only. */
final class EventLines implements Lines.Hearing {
    private static final String KIND = "event:";
    private static final String DATA = "data:";

    private final Hearing hearing;
    private String kind = "";
    private StringBuilder data = new StringBuilder();
    private boolean cut;

    /** Who hears the events. */
    interface Hearing {
        /** Some line; also one that is no event's. */
        void heard();

        /** An event that says its kind. */
        void event(String kind, String data);

        void eventTooLong();
    }

    EventLines(Hearing hearing) {
        this.hearing = hearing;
    }

    @Override
    public void line(byte[] bytes) {
        hearing.heard();
        String line = new String(bytes, StandardCharsets.UTF_8);
        if (line.isEmpty()) {
            dispatch();
        } else if (line.startsWith(KIND)) {
            kind = line.substring(KIND.length()).trim();
        } else if (line.startsWith(DATA)) {
            append(line.substring(DATA.length()).trim());
        }
    }

    private void append(String line) {
        if (cut || data.length() + line.length() > Lines.MAX_LINE) {
            cut = true;
        } else {
            data.append(data.isEmpty() ? "" : "\n").append(line);
        }
    }

    private void dispatch() {
        String whole = data.toString();
        String its = kind;
        boolean passedOver = cut;
        kind = "";
        data = new StringBuilder();
        cut = false;
        if (passedOver) {
            hearing.eventTooLong();
        } else if (!its.isEmpty()) {
            hearing.event(its, whole);
        }
    }

    @Override
    public void tooLong() {
        hearing.heard();
        cut = true;
    }
}
