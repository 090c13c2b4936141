package com.sourceforgery.tachikoma.contract;

import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Who may call what, as {@code contract/roles.csv} tells: a line per rpc, a column per caller, the status in each cell. */
final class RoleTable {
    /** One rpc and what each caller is answered. */
    record Row(String rpc, Map<TestCaller, Status.Code> statuses) {
        @Override
        public String toString() {
            return rpc;
        }
    }

    private RoleTable() {}

    static List<Row> read() {
        List<String> lines;
        try (InputStream file = RoleTable.class.getResourceAsStream("/contract/roles.csv")) {
            lines = new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<TestCaller> callers = Arrays.stream(lines.get(0).split(","))
                .skip(1)
                .map(TestCaller::valueOf)
                .toList();
        return lines.stream().skip(1).map(line -> row(line.split(","), callers)).toList();
    }

    private static Row row(String[] cells, List<TestCaller> callers) {
        Map<TestCaller, Status.Code> statuses = new EnumMap<>(TestCaller.class);
        for (int i = 0; i < callers.size(); i++) {
            statuses.put(callers.get(i), Status.Code.valueOf(cells[i + 1]));
        }
        return new Row(cells[0], statuses);
    }
}
