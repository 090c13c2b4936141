package com.sourceforgery.tachikoma.node;

import com.sourceforgery.tachikoma.config.Settings;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code tachikoma node}. */
@Command(
        name = "node",
        description = "Sends the mail of one domain through the Postfix beside it, and reports what becomes of it.",
        mixinStandardHelpOptions = true)
public final class NodeCommand implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
        try (NodeRole role = new NodeRole()) {
            role.run(Settings.ofProcess(), Map.of());
        }
        return 0;
    }
}
