package dev.backstory.audit;

/**
 * Text in which {@code *} stands for anything.
 *
 * @param text as it was written
 */
record Pattern(String text) {

    boolean isExact() {
        return text.indexOf('*') < 0;
    }

    boolean matches(String value) {
        String[] parts = text.split("\\*", -1);
        if (parts.length == 1) {
            return value.equals(text);
        }
        String last = parts[parts.length - 1];
        if (!value.startsWith(parts[0])
                || value.length() < parts[0].length() + last.length()
                || !value.endsWith(last)) {
            return false;
        }
        int at = parts[0].length();
        int end = value.length() - last.length();
        for (int i = 1; i < parts.length - 1; i++) {
            int found = value.indexOf(parts[i], at);
            if (found < 0 || found + parts[i].length() > end) {
                return false;
            }
            at = found + parts[i].length();
        }
        return true;
    }
}
