package dev.backstory.agent.boot;

import org.jspecify.annotations.Nullable;

/**
 * Reads numeric addresses only. {@code InetAddress} would ask a name server about anything else, and a peer's address must
 * never cause a look-up.
 */
final class IpAddress {

    private static final int GROUPS = 8;

    private IpAddress() {}

    /** Sixteen bytes, version 4 mapped into version 6; null when the text is no numeric address. */
    static byte @Nullable [] parse(String text) {
        String address = text.trim();
        if (address.startsWith("[") && address.endsWith("]")) {
            address = address.substring(1, address.length() - 1);
        }
        int zone = address.indexOf('%');
        if (zone >= 0) {
            address = address.substring(0, zone);
        }
        byte[] bytes = new byte[2 * GROUPS];
        if (address.indexOf(':') < 0) {
            bytes[10] = (byte) 0xff;
            bytes[11] = (byte) 0xff;
            return quad(address, bytes, 12) ? bytes : null;
        }
        int gap = address.indexOf("::");
        if (gap < 0) {
            return groups(address, bytes, 0) == bytes.length ? bytes : null;
        }
        byte[] tail = new byte[bytes.length];
        int head = groups(address.substring(0, gap), bytes, 0);
        int length = groups(address.substring(gap + 2), tail, 0);
        if (head < 0 || length < 0 || head + length > bytes.length - 2) {
            return null;
        }
        System.arraycopy(tail, 0, bytes, bytes.length - length, length);
        return bytes;
    }

    /** How many bytes the colon-separated groups filled; negative when they are none. */
    private static int groups(String text, byte[] into, int from) {
        if (text.isEmpty()) {
            return from;
        }
        int at = from;
        String[] groups = text.split(":", -1);
        for (int i = 0; i < groups.length; i++) {
            String group = groups[i];
            if (i == groups.length - 1 && group.indexOf('.') >= 0) {
                return at + 4 <= into.length && quad(group, into, at) ? at + 4 : -1;
            }
            int value = number(group, 16, 4, 0xffff);
            if (value < 0 || at + 2 > into.length) {
                return -1;
            }
            into[at++] = (byte) (value >> 8);
            into[at++] = (byte) value;
        }
        return at;
    }

    private static boolean quad(String text, byte[] into, int from) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return false;
        }
        for (int i = 0; i < 4; i++) {
            int value = number(parts[i], 10, 3, 255);
            if (value < 0) {
                return false;
            }
            into[from + i] = (byte) value;
        }
        return true;
    }

    private static int number(String digits, int radix, int atMost, int largest) {
        if (digits.isEmpty() || digits.length() > atMost) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            int digit = c < 128 ? Character.digit(c, radix) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value * radix + digit;
        }
        return value <= largest ? value : -1;
    }
}
