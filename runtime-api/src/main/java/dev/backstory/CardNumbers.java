package dev.backstory;

import java.util.List;

/**
 * Payment card numbers inside text: digits that begin as an issuer's do, have one of its lengths and a right check digit
 * (Luhn), as a word of their own or in groups divided by single spaces or dashes. The last four digits stay readable, so that a customer and
 * support can still speak of the same card.
 */
final class CardNumbers {

    private static final int SHORTEST = 13;
    private static final int LONGEST = 19;
    private static final int SHOWN = 4;

    /** Between which first four digits, and with how many digits, numbers are issued. */
    private record Issuer(int from, int to, int shortest, int longest) {}

    private static final List<Issuer> ISSUERS = List.of(
            new Issuer(2221, 2720, 16, 16),
            new Issuer(3000, 3059, 14, 19),
            new Issuer(3400, 3499, 15, 15),
            new Issuer(3528, 3589, 16, 19),
            new Issuer(3600, 3699, 14, 19),
            new Issuer(3700, 3799, 15, 15),
            new Issuer(3800, 3999, 14, 19),
            new Issuer(4000, 4999, 13, 13),
            new Issuer(4000, 4999, 16, 16),
            new Issuer(4000, 4999, 19, 19),
            new Issuer(5018, 5038, 13, 19),
            new Issuer(5100, 5599, 16, 16),
            new Issuer(5893, 5893, 13, 19),
            new Issuer(6011, 6011, 16, 19),
            new Issuer(6200, 6299, 16, 19),
            new Issuer(6304, 6304, 13, 19),
            new Issuer(6440, 6599, 16, 19),
            new Issuer(6759, 6763, 13, 19));

    private CardNumbers() {}

    /** The text without card numbers; the same object when there is none. */
    static String mask(String text) {
        if (text.length() < SHORTEST) {
            return text;
        }
        StringBuilder masked = null;
        int copied = 0;
        for (int i = 0; i <= text.length() - SHORTEST; i++) {
            if (!isDigit(text.charAt(i)) || isInsideWord(text, i - 1, -1)) {
                continue;
            }
            int end = endOfNumber(text, i);
            if (end > 0) {
                masked = masked == null ? new StringBuilder(text.length()) : masked;
                masked.append(text, copied, i).append("************").append(lastDigits(text, end));
                copied = end;
                i = end - 1;
            }
        }
        return masked == null
                ? text
                : masked.append(text, copied, text.length()).toString();
    }

    /** Where the longest card number that begins there ends; 0 when none does. */
    private static int endOfNumber(String text, int from) {
        int[] digits = new int[LONGEST];
        int count = 0;
        int end = 0;
        for (int i = from; i < text.length() && count < LONGEST; i++) {
            char c = text.charAt(i);
            if (isDigit(c)) {
                digits[count++] = c - '0';
                if (count >= SHORTEST
                        && isIssued(digits, count)
                        && isLuhn(digits, count)
                        && !isInsideWord(text, i + 1, 1)) {
                    end = i + 1;
                }
            } else if ((c != ' ' && c != '-') || !isDigit(text.charAt(i - 1))) {
                break;
            }
        }
        return end;
    }

    private static boolean isIssued(int[] digits, int count) {
        int four = 1000 * digits[0] + 100 * digits[1] + 10 * digits[2] + digits[3];
        for (Issuer each : ISSUERS) {
            if (four >= each.from && four <= each.to && count >= each.shortest && count <= each.longest) {
                return true;
            }
        }
        return false;
    }

    private static boolean isLuhn(int[] digits, int count) {
        int sum = 0;
        for (int i = 0; i < count; i++) {
            int digit = digits[count - 1 - i];
            int doubled = i % 2 == 0 ? digit : 2 * digit;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }
        return sum % 10 == 0;
    }

    private static String lastDigits(String text, int end) {
        StringBuilder last = new StringBuilder(SHOWN);
        for (int i = end - 1; last.length() < SHOWN; i--) {
            if (isDigit(text.charAt(i))) {
                last.insert(0, text.charAt(i));
            }
        }
        return last.toString();
    }

    /** Whether a word goes on there: digits in the middle of an id (a UUID has dashes) are no card number. */
    private static boolean isInsideWord(String text, int at, int direction) {
        if (at < 0 || at >= text.length()) {
            return false;
        }
        char c = text.charAt(at);
        int next = at + direction;
        return Character.isLetterOrDigit(c)
                || c == '_'
                || (c == '-' && next >= 0 && next < text.length() && Character.isLetterOrDigit(text.charAt(next)));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
