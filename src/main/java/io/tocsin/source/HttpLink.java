package io.tocsin.source;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection that is one long answer over HTTP, cut into lines. Belongs to one context. */
final class HttpLink implements Source.Connection {
    private static final Logger LOG = LoggerFactory.getLogger(HttpLink.class);
    private static final int CONNECT_MILLIS = 10_000;
    private static final int MAX_PROBLEM = 500;
    private static final int OK = 200;

    private final Hearing hearing;
    private @Nullable HttpClientRequest request;
    private @Nullable HttpClientResponse response;
    private boolean paused;
    private boolean over;

    /** What is heard of it. */
    interface Hearing extends Lines.Hearing {
        void opened();

        /** The answer is no stream. */
        Ending refused(HttpClientResponse answer, String body);

        /** The service has ended its answer as it should; an ending follows. */
        void whole();

        void ended(Ending ending);
    }

    private HttpLink(Hearing hearing) {
        this.hearing = hearing;
    }

    static HttpClientOptions options() {
        return new HttpClientOptions()
                .setConnectTimeout(CONNECT_MILLIS)
                .setDecompressionSupported(true)
                // Each stream has a connection to itself, and nobody comes back to it.
                .setKeepAlive(false);
    }

    static HttpLink connect(HttpClient client, RequestOptions to, Hearing hearing) {
        HttpLink link = new HttpLink(hearing);
        client.request(to).onSuccess(link::requesting).onFailure(link::failed);
        return link;
    }

    private void requesting(HttpClientRequest made) {
        request = made;
        if (over) {
            reset();
            return;
        }
        made.exceptionHandler(this::failed);
        made.send().onSuccess(this::answered).onFailure(this::failed);
    }

    private void answered(HttpClientResponse answer) {
        if (over) {
            return;
        }
        if (answer.statusCode() != OK) {
            Buffer body = Buffer.buffer();
            answer.exceptionHandler(this::failed)
                    .handler(piece -> {
                        if (body.length() < MAX_PROBLEM) {
                            body.appendBuffer(piece);
                        }
                    })
                    .endHandler(end -> end(hearing.refused(answer, beginning(body))));
            return;
        }
        response = answer;
        if (paused) {
            answer.pause();
        }
        Lines lines = new Lines(new Guarded());
        answer.exceptionHandler(this::failed).handler(lines::feed).endHandler(end -> {
            if (!over) {
                hearing.whole();
                end(Ending.lost("the service ended the stream"));
            }
        });
        hearing.opened();
    }

    private static String beginning(Buffer body) {
        return body.getString(0, Math.min(body.length(), MAX_PROBLEM));
    }

    private void failed(Throwable failure) {
        end(Ending.lost("no connection: " + failure));
    }

    private void end(Ending ending) {
        if (!over) {
            over = true;
            hearing.ended(ending);
        }
    }

    private void reset() {
        if (request != null) {
            request.reset().onFailure(failure -> LOG.debug("source: was over already: {}", failure.toString()));
        }
    }

    @Override
    public void pause() {
        paused = true;
        Optional.ofNullable(response).ifPresent(HttpClientResponse::pause);
    }

    @Override
    public void resume() {
        paused = false;
        Optional.ofNullable(response).ifPresent(HttpClientResponse::resume);
    }

    @Override
    public void close() {
        over = true;
        reset();
    }

    /** What is in hand when it is closed is not told. */
    private final class Guarded implements Lines.Hearing {
        @Override
        public void line(byte[] line) {
            if (!over) {
                hearing.line(line);
            }
        }

        @Override
        public void tooLong() {
            if (!over) {
                hearing.tooLong();
            }
        }
    }
}
