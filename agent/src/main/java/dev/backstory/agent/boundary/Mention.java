package dev.backstory.agent.boundary;

import java.nio.charset.StandardCharsets;

/** A text that the constants of some class files hold, a part of an annotation's name for example: cheaper than to parse each. */
public final class Mention {

    private final byte[] text;

    public Mention(String ascii) {
        text = ascii.getBytes(StandardCharsets.US_ASCII);
    }

    /** Whether the class file holds it, in a constant or by chance. */
    public boolean isIn(byte[] classFile) {
        for (int at = 0; at <= classFile.length - text.length; at++) {
            if (classFile[at] == text[0] && isAt(classFile, at)) {
                return true;
            }
        }
        return false;
    }

    private boolean isAt(byte[] classFile, int at) {
        for (int i = 1; i < text.length; i++) {
            if (classFile[at + i] != text[i]) {
                return false;
            }
        }
        return true;
    }
}
