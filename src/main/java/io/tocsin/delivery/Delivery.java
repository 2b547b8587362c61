package io.tocsin.delivery;

import io.tocsin.alert.Cursor;

/**
 * One alert on its way to one endpoint.
 *
 * @param alert the alert, by its place in its feed
 * @param attempts how many were made
 */
public record Delivery(EndpointId endpoint, Cursor alert, int attempts) {}
