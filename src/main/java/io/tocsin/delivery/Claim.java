package io.tocsin.delivery;

/**
 * The right to settle an endpoint's deliveries. Who took it last has it: a member that still takes itself for the owner
 * changes nothing that a later one has begun with.
 *
 * @param number the endpoint's first claim is 1, each later one has one more
 */
public record Claim(EndpointId endpoint, long number) {}
