package io.tocsin.cluster;

/**
 * A member, as the others see it.
 *
 * @param id of its process: another after a restart, the same however often it is cut off and comes back
 * @param address where the others reach it
 */
public record Peer(String id, HostPort address, String version) {}
