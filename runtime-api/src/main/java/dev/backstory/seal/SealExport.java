package dev.backstory.seal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Seals as lines of JSON, to be kept where who can write the database cannot: in a mail, a ticket, a write-once store. */
public final class SealExport {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private SealExport() {}

    /** One line, without its end. */
    public static String line(Seal seal) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("seal", seal.number());
        json.put("day", seal.day().toString());
        json.put("events", seal.events());
        json.put("lastPosition", seal.lastPosition());
        json.put("sealedAt", seal.sealedAt().toString());
        json.put("previous", seal.previousHead());
        json.put("head", seal.headHex());
        json.put("signature", seal.signatureHex());
        return MAPPER.writeValueAsString(json);
    }

    /** The heads by number that a file of such lines names. */
    public static Map<Integer, String> heads(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        Map<Integer, String> heads = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).isBlank()) {
                continue;
            }
            JsonNode seal = parse(file, i + 1, lines.get(i));
            if (!seal.path("seal").isInt() || !seal.path("head").isString()) {
                throw new IOException(file + ", line " + (i + 1) + ", is no exported seal");
            }
            String head = seal.path("head").stringValue();
            String before = heads.put(seal.path("seal").intValue(), head);
            if (before != null && !before.equals(head)) {
                throw new IOException(
                        file + " names two heads for seal " + seal.path("seal").intValue()
                                + ": a day was sealed anew between two exports, or two databases were mixed up");
            }
        }
        return heads;
    }

    private static JsonNode parse(Path file, int number, String line) throws IOException {
        try {
            return MAPPER.readTree(line);
        } catch (JacksonException e) {
            throw new IOException(file + ", line " + number + ", is no exported seal", e);
        }
    }
}
