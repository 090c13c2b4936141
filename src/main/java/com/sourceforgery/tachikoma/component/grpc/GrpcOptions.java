package com.sourceforgery.tachikoma.component.grpc;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

/** Settings of the gRPC server, read when the first route starts. */
public final class GrpcOptions {
    private final Set<String> allowedMetadata =
            new TreeSet<>(Set.of("x-apitoken", "x-webtoken", "idempotency-key", "x-forwarded-for"));
    private int workers = 32;
    private int maxCalls = 10_000;
    private int maxInboundMessageSize = 36_700_160;
    private long maxInboundBytes =
            Math.max(2L * maxInboundMessageSize, Runtime.getRuntime().maxMemory() / 4);
    private long maxUnsentBytes = 64L * 1024 * 1024;
    private Duration pingInterval = Duration.ofSeconds(3);
    private Duration drainTimeout = Duration.ofSeconds(20);
    private BooleanSupplier readiness = () -> true;
    private Runnable drainListener = () -> {};
    private Optional<String> clientAddressHeader = Optional.empty();
    private boolean sendDebugData;

    /** Names, in lower case, of the metadata that routes may see. */
    public Set<String> getAllowedMetadata() {
        return allowedMetadata;
    }

    /** Lets routes see one more metadata header. */
    public void allowMetadata(String name) {
        allowedMetadata.add(name.toLowerCase(Locale.ROOT));
    }

    /** Name of the metadata line in which a proxy tells the client's address; nothing: the connection tells it. */
    public Optional<String> getClientAddressHeader() {
        return clientAddressHeader;
    }

    /** Only for servers that no client can reach but through that proxy: it allows the line, and believes it. */
    public void setClientAddressHeader(String name) {
        allowMetadata(name);
        clientAddressHeader = Optional.of(name);
    }

    /** Threads that run calls. */
    public int getWorkers() {
        return workers;
    }

    public void setWorkers(int workers) {
        this.workers = workers;
    }

    /** Calls at the same time, long-lived streams included; UNAVAILABLE beyond. */
    public int getMaxCalls() {
        return maxCalls;
    }

    public void setMaxCalls(int maxCalls) {
        this.maxCalls = maxCalls;
    }

    /** Bytes of one request message, compressed as well as decompressed; RESOURCE_EXHAUSTED beyond. */
    public int getMaxInboundMessageSize() {
        return maxInboundMessageSize;
    }

    public void setMaxInboundMessageSize(int maxInboundMessageSize) {
        this.maxInboundMessageSize = maxInboundMessageSize;
    }

    /** Bytes of all request messages in hand; RESOURCE_EXHAUSTED beyond. */
    public long getMaxInboundBytes() {
        return maxInboundBytes;
    }

    public void setMaxInboundBytes(long maxInboundBytes) {
        this.maxInboundBytes = maxInboundBytes;
    }

    /** Bytes that may be written to a client that does not read; its call is cancelled beyond. */
    public long getMaxUnsentBytes() {
        return maxUnsentBytes;
    }

    public void setMaxUnsentBytes(long maxUnsentBytes) {
        this.maxUnsentBytes = maxUnsentBytes;
    }

    /** Time between PINGs to a client; one that leaves a PING unanswered for twice as long is gone, its calls end. */
    public Duration getPingInterval() {
        return pingInterval;
    }

    public void setPingInterval(Duration pingInterval) {
        this.pingInterval = pingInterval;
    }

    /** How long calls in hand may go on when the server stops. */
    public Duration getDrainTimeout() {
        return drainTimeout;
    }

    public void setDrainTimeout(Duration drainTimeout) {
        this.drainTimeout = drainTimeout;
    }

    /** What {@code grpc.health.v1.Health} tells; asked once a second, on a worker. */
    public BooleanSupplier getReadiness() {
        return readiness;
    }

    public void setReadiness(BooleanSupplier readiness) {
        this.readiness = readiness;
    }

    /** Told when the server begins to drain, before any call is refused: the place to become not ready elsewhere. */
    public Runnable getDrainListener() {
        return drainListener;
    }

    public void setDrainListener(Runnable drainListener) {
        this.drainListener = drainListener;
    }

    /** Whether the text of unforeseen exceptions goes to clients: for development. */
    public boolean isSendDebugData() {
        return sendDebugData;
    }

    public void setSendDebugData(boolean sendDebugData) {
        this.sendDebugData = sendDebugData;
    }
}
