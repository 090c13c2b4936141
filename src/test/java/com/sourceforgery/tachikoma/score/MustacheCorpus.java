package com.sourceforgery.tachikoma.score;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.RealServices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/**
 * The specification of mustache: files of tests, those whose name begins with {@code ~} optional. Each test is sent through
 * the API into a running installation, and read back from the mail that its sink received. Partials, which mails do not
 * have, are excepted.
 */
final class MustacheCorpus implements Corpus {
    private static final String PARTIALS = "partials";

    private final ObjectMapper json = new ObjectMapper();

    @Override
    public String name() {
        return "mustache";
    }

    @Override
    public Scorecard score(Path folder) throws Exception {
        Map<String, List<JsonNode>> files = read(folder);
        Scorecard card = new Scorecard();
        RealServices services = new RealServices();
        Path scratch = Files.createTempDirectory("tachikoma-score");
        try (Installation installation = new Installation(services, scratch).start()) {
            MustacheMails mails = new MustacheMails(installation);
            for (Map.Entry<String, List<JsonNode>> file : files.entrySet()) {
                card.group(file.getKey(), file.getKey().startsWith("~"));
                for (JsonNode test : file.getValue()) {
                    if (file.getKey().equals(PARTIALS) || !test.path(PARTIALS).isEmpty()) {
                        card.except(file.getKey());
                    } else {
                        mails.send(file.getKey(), test);
                    }
                }
            }
            mails.compare(card);
        } finally {
            services.afterAll(null);
            FileSystemUtils.deleteRecursively(scratch);
        }
        return card;
    }

    private Map<String, List<JsonNode>> read(Path folder) throws IOException {
        Map<String, List<JsonNode>> files = new TreeMap<>();
        try (Stream<Path> paths = Files.list(folder)) {
            for (Path path :
                    paths.filter(path -> path.toString().endsWith(".json")).toList()) {
                List<JsonNode> tests = new ArrayList<>();
                json.readTree(path.toFile()).path("tests").forEach(tests::add);
                files.put(path.getFileName().toString().replace(".json", ""), tests);
            }
        }
        return files;
    }
}
