package io.tocsin.source;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.http.WebSocketFrame;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection over WebSocket, cut into messages of bounded length: a longer one is passed over as it comes, and costs
 * itself only. Belongs to one context.
 */
final class WebSocketLink implements Source.Connection {
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketLink.class);
    static final int MAX_MESSAGE = 1 << 20;
    /** A frame is held whole; one that is longer breaks the connection. */
    private static final int MAX_FRAME = 4 << 20;

    private static final int LONGEST_CLOSING_SECONDS = 1;
    private static final int LIMITED = 429;

    private final Hearing hearing;
    private Buffer message = Buffer.buffer();
    private boolean tooLong;
    private @Nullable WebSocket socket;
    private boolean paused;
    private boolean over;

    /** What is heard of it. */
    interface Hearing {
        void opened(WebSocket socket);

        void heard();

        void message(byte[] bytes);

        void tooLong();

        void ended(Ending ending);

        /** The service does not open; by default the ending that follows is told. */
        default Ending refused(UpgradeRejectedException refusal) {
            return refusal(refusal);
        }
    }

    private WebSocketLink(Hearing hearing) {
        this.hearing = hearing;
    }

    static WebSocketClientOptions options() {
        return new WebSocketClientOptions()
                .setMaxFrameSize(MAX_FRAME)
                .setMaxMessageSize(MAX_FRAME)
                .setClosingTimeout(LONGEST_CLOSING_SECONDS);
    }

    static WebSocketLink connect(WebSocketClient client, WebSocketConnectOptions to, Hearing hearing) {
        WebSocketLink link = new WebSocketLink(hearing);
        client.connect(to).onSuccess(link::opened).onFailure(link::failed);
        return link;
    }

    private void opened(WebSocket opened) {
        if (over) {
            closed(opened);
            return;
        }
        socket = opened;
        if (paused) {
            opened.pause();
        }
        opened.frameHandler(this::frame)
                .exceptionHandler(failure -> LOG.debug("source: connection: {}", failure.toString()))
                .closeHandler(gone -> end(Ending.lost("the connection ended: " + reason(opened))));
        hearing.opened(opened);
    }

    private static String reason(WebSocket closed) {
        String told = closed.closeReason();
        return closed.closeStatusCode() + (told == null || told.isEmpty() ? "" : " " + told);
    }

    private void failed(Throwable failure) {
        end(
                failure instanceof UpgradeRejectedException refusal
                        ? hearing.refused(refusal)
                        : Ending.lost("no connection: " + failure));
    }

    /** What an answer that is no connection means, if it means nothing particular. */
    static Ending refusal(UpgradeRejectedException refusal) {
        String reason = "refused with " + refusal.getStatus() + body(refusal);
        return refusal.getStatus() == LIMITED
                ? new Ending(Ending.Kind.LIMITED, reason, retryAfter(refusal))
                : Ending.refused(reason);
    }

    private static Optional<Duration> retryAfter(UpgradeRejectedException refusal) {
        return RetryAfter.of(refusal.getHeaders().get(HttpHeaders.RETRY_AFTER));
    }

    /** The beginning of what was said with it. */
    static String body(UpgradeRejectedException refusal) {
        Buffer body = refusal.getBody();
        return body == null || body.length() == 0 ? "" : ": " + body.getString(0, Math.min(body.length(), 500));
    }

    private void frame(WebSocketFrame frame) {
        if (over) {
            return;
        }
        hearing.heard();
        if (!frame.isText() && !frame.isBinary() && !frame.isContinuation()) {
            return;
        }
        Buffer bytes = frame.binaryData();
        if (message.length() + bytes.length() > MAX_MESSAGE) {
            tooLong = true;
            message = Buffer.buffer();
        }
        if (!tooLong && frame.isFinal() && message.length() == 0) {
            hearing.message(bytes.getBytes());
            return;
        }
        if (!tooLong) {
            message.appendBuffer(bytes);
        }
        if (frame.isFinal()) {
            whole();
        }
    }

    private void whole() {
        byte[] bytes = message.getBytes();
        boolean passedOver = tooLong;
        message = Buffer.buffer();
        tooLong = false;
        if (passedOver) {
            hearing.tooLong();
        } else {
            hearing.message(bytes);
        }
    }

    private void end(Ending ending) {
        if (!over) {
            over = true;
            hearing.ended(ending);
        }
    }

    @Override
    public void pause() {
        paused = true;
        if (socket != null && !over) {
            socket.pause();
        }
    }

    @Override
    public void resume() {
        paused = false;
        if (socket != null && !over) {
            socket.resume();
        }
    }

    @Override
    public void close() {
        if (!over) {
            over = true;
            if (socket != null) {
                closed(socket);
            }
        }
    }

    private static void closed(WebSocket socket) {
        // Whoever closes does not read what is there; the closing must be read, though.
        socket.resume();
        socket.close().onFailure(failure -> LOG.debug("source: was closed already: {}", failure.toString()));
    }
}
