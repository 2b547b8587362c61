package io.tocsin.app;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A webhook receiver as an integrator would write it: checks each signature with the library of Standard Webhooks. */
final class DemoReceiver extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(DemoReceiver.class);

    private final AtomicLong verified = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private @Nullable HttpServer server;
    private volatile @Nullable Webhook secret;

    @Override
    public Future<?> start() {
        server = vertx.createHttpServer().requestHandler(this::received);
        return server.listen(0, "127.0.0.1");
    }

    String url() {
        if (server == null) {
            throw new IllegalStateException("url: not listening yet (expected: after start)");
        }
        return "http://127.0.0.1:" + server.actualPort() + "/alerts";
    }

    /** What deliveries are to be signed with. */
    void secret(String whsec) {
        try {
            secret = new Webhook(whsec);
        } catch (EmptyWebhookSecretException e) {
            throw new IllegalArgumentException("secret: empty (expected: whsec_ and base64)", e);
        }
    }

    long verified() {
        return verified.get();
    }

    long refused() {
        return refused.get();
    }

    private void received(HttpServerRequest request) {
        request.body()
                .compose(body -> request.response()
                        .setStatusCode(check(request.headers(), body))
                        .end())
                .onFailure(lost -> LOG.debug("receiver: request lost: {}", lost.toString()));
    }

    private int check(MultiMap headers, Buffer body) {
        Webhook known = secret;
        if (known == null) {
            return 503;
        }
        try {
            known.verify(body.toString(), HttpHeaders.of(byName(headers), (name, value) -> true));
            verified.incrementAndGet();
            return 204;
        } catch (WebhookVerificationException e) {
            refused.incrementAndGet();
            LOG.warn("receiver: a delivery that does not verify: {}", e.getMessage());
            return 401;
        }
    }

    private static Map<String, List<String>> byName(MultiMap headers) {
        Map<String, List<String>> byName = new HashMap<>();
        headers.forEach((name, value) ->
                byName.computeIfAbsent(name, unused -> new ArrayList<>()).add(value));
        return byName;
    }
}
