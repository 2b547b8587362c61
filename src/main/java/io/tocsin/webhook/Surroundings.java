package io.tocsin.webhook;

import io.tocsin.delivery.DeliveryListener;
import io.tocsin.delivery.DeliveryLog;
import io.tocsin.delivery.Endpoints;
import io.tocsin.delivery.SecretBox;
import io.tocsin.feed.Feeds;
import io.tocsin.subscription.Subscriptions;
import io.tocsin.wire.CursorText;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** What the lanes have in common. The random generator belongs to the verticle's context. */
record Surroundings(
        WebhookConfig config,
        Endpoints endpoints,
        Subscriptions subscriptions,
        Feeds feeds,
        DeliveryLog log,
        SecretBox box,
        CursorText cursors,
        DeliveryListener listener,
        InstantSource clock,
        RandomGenerator random) {}
