package dev.backstory.viewer.story;

/** Makes text of unknown origin harmless where it is shown. */
public final class SafeText {

    private SafeText() {}

    /**
     * For terminals and for one line: control characters (escape sequences, line ends), lone surrogates and the characters
     * that change the direction of writing are shown as {@code \\u001b} rather than obeyed.
     */
    public static String line(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(each -> {
            if (isObeyed(each)) {
                safe.append("\\u").append(Character.forDigit((each >> 12) & 15, 16));
                safe.append(Character.forDigit((each >> 8) & 15, 16)).append(Character.forDigit((each >> 4) & 15, 16));
                safe.append(Character.forDigit(each & 15, 16));
            } else {
                safe.appendCodePoint(each);
            }
        });
        return safe.toString();
    }

    /** For Markdown: as {@link #line}, and nothing in it is markup, HTML or a link. */
    public static String markdown(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        for (char each : line(text).toCharArray()) {
            switch (each) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '\\', '`', '*', '_', '{', '}', '[', ']', '(', ')', '#', '+', '-', '!', '|', '~', '@', ':' ->
                    safe.append('\\').append(each);
                default -> safe.append(each);
            }
        }
        return safe.toString();
    }

    private static boolean isObeyed(int each) {
        int type = Character.getType(each);
        return type == Character.CONTROL
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE
                || (type == Character.FORMAT && each < 0x10000 && each != 0x200D && each != 0x200C);
    }
}
