package io.tocsin.cluster;

/** Hears who takes part. Called on threads of Hazelcast, which must not be held up; what it throws is logged. */
interface MemberListener {
    void joined(Peer peer);

    /** It left, or was given up. */
    void left(Peer peer);

    /** Some keys may have another {@linkplain Roster#owner owner} than before. */
    void ownersChanged();
}
