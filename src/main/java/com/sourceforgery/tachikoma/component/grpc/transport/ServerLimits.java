package com.sourceforgery.tachikoma.component.grpc.transport;

import java.time.Duration;

/**
 * What clients may take of the server.
 *
 * @param maxCalls calls at the same time, long-lived streams included; UNAVAILABLE beyond
 * @param maxInboundMessageSize bytes of one request message, compressed as well as decompressed; RESOURCE_EXHAUSTED beyond
 * @param maxInboundBytes bytes of all request messages in hand; RESOURCE_EXHAUSTED beyond
 * @param maxUnsentBytes bytes written to a client that does not read; its call is cancelled beyond
 * @param pingInterval time between PINGs to a client; one that leaves a PING unanswered for twice as long is gone
 */
public record ServerLimits(
        int maxCalls, int maxInboundMessageSize, long maxInboundBytes, long maxUnsentBytes, Duration pingInterval) {}
