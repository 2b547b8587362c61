package io.tocsin.webhook;

import io.tocsin.delivery.Claim;
import io.tocsin.delivery.DeliveryListener;
import io.tocsin.delivery.DeliveryLog;
import io.tocsin.delivery.Endpoint;
import io.tocsin.delivery.EndpointId;
import io.tocsin.delivery.EndpointListener;
import io.tocsin.delivery.Endpoints;
import io.tocsin.delivery.SecretBox;
import io.tocsin.feed.Feeds;
import io.tocsin.feed.Ownership;
import io.tocsin.subscription.Subscription;
import io.tocsin.subscription.SubscriptionId;
import io.tocsin.subscription.SubscriptionListener;
import io.tocsin.subscription.Subscriptions;
import io.tocsin.wire.CursorText;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Delivers feeds to webhook endpoints: a lane for each that is enabled and this member's to deliver to. */
public final class WebhookVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookVerticle.class);

    // Given once.
    private final Surroundings around;
    private final Ownership ownership;
    // Touched only on this verticle's context.
    private final Map<EndpointId, Endpoint> endpoints = new HashMap<>();
    private final Set<SubscriptionId> subscriptions = new HashSet<>();
    private final Map<EndpointId, Lane> lanes = new HashMap<>();
    private final Map<EndpointId, Future<Void>> closing = new HashMap<>();
    private final Set<EndpointId> claiming = new HashSet<>();
    private final Set<EndpointId> overtaken = new HashSet<>();
    private boolean draining;
    private @Nullable Insistent insistent;

    /** @param random used on this verticle's context only */
    public WebhookVerticle(
            WebhookConfig config,
            Endpoints endpoints,
            Subscriptions subscriptions,
            Ownership ownership,
            Feeds feeds,
            DeliveryLog log,
            SecretBox box,
            CursorText cursors,
            DeliveryListener listener,
            InstantSource clock,
            RandomGenerator random) {
        this.ownership = ownership;
        this.around =
                new Surroundings(config, endpoints, subscriptions, feeds, log, box, cursors, listener, clock, random);
    }

    @Override
    public Future<?> start() {
        insistent = new Insistent(vertx, context, around.config().maxBackOff());
        ownership.listen(() -> context.runOnContext(go -> endpoints.keySet().forEach(this::consider)));
        return context.executeBlocking(() -> {
            around.subscriptions().listen(new Subscribed());
            around.endpoints().listen(new Registered());
            return true;
        });
    }

    /** Makes no new attempt; completes when those under way have ended and what came of them is durable. */
    @Override
    public Future<?> stop() {
        draining = true;
        if (insistent != null) {
            insistent.close();
        }
        List.copyOf(lanes.keySet()).forEach(this::consider);
        return Future.join(new ArrayList<>(closing.values()));
    }

    private void known(SubscriptionId id) {
        if (subscriptions.add(id)) {
            lanes.values().forEach(lane -> lane.add(id));
        }
    }

    private void gone(SubscriptionId id) {
        if (subscriptions.remove(id)) {
            lanes.values().forEach(lane -> lane.remove(id));
        }
    }

    /** Makes the endpoint's lane what it should be. A lane that closes is waited for before there is another. */
    private void consider(EndpointId id) {
        Lane lane = lanes.get(id);
        if (!wanted(id)) {
            if (lane != null) {
                close(id, lane);
            }
        } else if (lane != null) {
            update(id, lane);
        } else if (insistent != null && !closing.containsKey(id) && !overtaken.contains(id) && claiming.add(id)) {
            insistent.call("claiming an endpoint", () -> around.log().claim(id), claim -> {
                claiming.remove(id);
                claim.ifPresent(this::claimed);
            });
        }
    }

    private boolean wanted(EndpointId id) {
        Endpoint endpoint = endpoints.get(id);
        return endpoint != null && endpoint.enabled() && !draining && ownership.owns(id.value());
    }

    private void claimed(Claim claim) {
        EndpointId id = claim.endpoint();
        Endpoint endpoint = endpoints.get(id);
        if (endpoint != null && wanted(id)) {
            try {
                Lane lane = new Lane(around, vertx, context, endpoint, claim, () -> overtaken(id));
                lanes.put(id, lane);
                update(id, lane);
            } catch (IllegalArgumentException e) {
                LOG.error("an endpoint cannot be delivered to endpoint={}", id, e);
            }
        }
    }

    private void update(EndpointId id, Lane lane) {
        Endpoint endpoint = endpoints.get(id);
        if (endpoint != null) {
            try {
                lane.update(endpoint, subscriptions);
            } catch (IllegalArgumentException e) {
                LOG.error("an endpoint cannot be delivered to as it is now endpoint={}", id, e);
            }
        }
    }

    /** Another member delivers to the endpoint. If it is ours again, or still, that is not fought over at once. */
    private void overtaken(EndpointId id) {
        Lane lane = lanes.get(id);
        if (lane != null) {
            LOG.info("another member has taken an endpoint over endpoint={}", id);
            overtaken.add(id);
            long unused = vertx.setTimer(around.config().maxBackOff().toMillis(), fired -> {
                overtaken.remove(id);
                consider(id);
            });
            close(id, lane);
        }
    }

    private void close(EndpointId id, Lane lane) {
        lanes.remove(id);
        Future<Void> closed = lane.close();
        closing.put(id, closed);
        closed.onComplete(done -> {
            closing.remove(id);
            consider(id);
        });
    }

    private final class Subscribed implements SubscriptionListener {
        @Override
        public void put(Subscription subscription) {
            context.runOnContext(go -> known(subscription.id()));
        }

        @Override
        public void removed(SubscriptionId id) {
            context.runOnContext(go -> gone(id));
        }
    }

    private final class Registered implements EndpointListener {
        @Override
        public void put(Endpoint endpoint) {
            context.runOnContext(go -> {
                endpoints.put(endpoint.id(), endpoint);
                consider(endpoint.id());
            });
        }

        @Override
        public void removed(EndpointId id) {
            context.runOnContext(go -> {
                endpoints.remove(id);
                consider(id);
            });
        }
    }
}
