package io.tocsin.delivery;

import java.time.Instant;

/** A secret that was replaced: deliveries are signed with it, too, until its time is over. */
public record RetiringSecret(SealedSecret secret, Instant until) {}
