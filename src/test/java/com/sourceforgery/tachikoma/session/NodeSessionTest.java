package com.sourceforgery.tachikoma.session;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sourceforgery.tachikoma.component.grpc.GrpcStream;
import com.sourceforgery.tachikoma.mta.EmailMessage;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class NodeSessionTest {
    private final AtomicBoolean open = new AtomicBoolean(true);

    private final GrpcStream stream = (GrpcStream) Proxy.newProxyInstance(
            GrpcStream.class.getClassLoader(),
            new Class<?>[] {GrpcStream.class},
            (proxy, method, arguments) -> switch (method.getName()) {
                case "isOpen" -> open.get();
                case "isReady" -> false;
                default -> null;
            });

    @Test
    void noMailThatIsOfferedWhileTheStreamEndsIsWaitedForInVain() throws Exception {
        for (int round = 0; round < 200; round++) {
            open.set(true);
            NodeSession session = new NodeSession(stream, 1, true);
            List<CompletableFuture<Void>> answers = new ArrayList<>();
            offer(session, 0, 200, answers);
            CyclicBarrier together = new CyclicBarrier(2);
            CompletableFuture<Void> end = CompletableFuture.runAsync(() -> {
                await(together);
                open.set(false);
                session.end();
            });
            await(together);
            offer(session, 200, 500, answers);
            end.get(10, TimeUnit.SECONDS);
            CompletableFuture<Void> all = CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new));
            ExecutionException gone = assertThrows(ExecutionException.class, () -> all.get(10, TimeUnit.SECONDS));
            assertInstanceOf(NodeGoneException.class, gone.getCause());
        }
    }

    private static void offer(NodeSession session, int from, int to, List<CompletableFuture<Void>> answers) {
        for (int mail = from; mail < to; mail++) {
            answers.add(session.offer(EmailMessage.newBuilder().setEmailId(mail).build()));
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
