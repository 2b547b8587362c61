package io.tocsin.delivery;

/** A secret that only a {@link SecretBox} with the right key can open; base64, fit for shared memory and the store. */
public record SealedSecret(String base64) {}
