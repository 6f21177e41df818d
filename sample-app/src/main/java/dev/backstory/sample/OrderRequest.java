package dev.backstory.sample;

import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a customer sends.
 *
 * @param card {@code visa}, or a prepaid card that covers so much: {@code prepaid-10}
 * @param deliverTo {@code town}, or {@code island}: the ferry is missed twice before it is caught
 */
record OrderRequest(String customer, List<Item> items, BigDecimal amount, String card, String deliverTo) {

    private static final Pattern PREPAID = Pattern.compile("prepaid-(\\d{1,9})");

    boolean cardCovers() {
        Matcher prepaid = PREPAID.matcher(card);
        return !prepaid.matches() || amount.compareTo(new BigDecimal(prepaid.group(1))) <= 0;
    }
}
