package dev.backstory.viewer;

import dev.backstory.store.StoryPart;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Where a part of a story begins in each of the stores that share it. Its text stands in addresses; empty: at the beginning.
 *
 * @param each in the order of the stores; null: what is in that one was told before
 */
record Places(List<StoryPart.@Nullable Place> each) {

    private static final String BETWEEN = "~";
    private static final String NOWHERE = "-";

    static Places beginning(int stores) {
        return new Places(Collections.nCopies(stores, StoryPart.Place.START));
    }

    /** What is in one store from that position on. */
    static Places at(int store, long position, int stores) {
        List<StoryPart.@Nullable Place> each = new ArrayList<>(Collections.nCopies(stores, null));
        each.set(store, new StoryPart.Place(position - 1, null));
        return new Places(each);
    }

    /** The places of that text; the beginning for any other text. */
    static Places parse(String text, int stores) {
        String[] words = text.split(BETWEEN, -1);
        if (text.isEmpty() || words.length != stores) {
            return beginning(stores);
        }
        List<StoryPart.@Nullable Place> each = new ArrayList<>();
        for (String word : words) {
            StoryPart.Place place = StoryPart.Place.parse(word);
            if (place == null && !word.equals(NOWHERE)) {
                return beginning(stores);
            }
            each.add(place);
        }
        Places places = new Places(each);
        return places.areOver() ? beginning(stores) : places;
    }

    /** Whether everything was told. */
    boolean areOver() {
        return each.stream().allMatch(place -> place == null);
    }

    boolean areBeginning() {
        return each.stream().allMatch(StoryPart.Place.START::equals);
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        if (areBeginning()) {
            return "";
        }
        StringJoiner text = new StringJoiner(BETWEEN);
        each.forEach(place -> text.add(place == null ? NOWHERE : place.toString()));
        return text.toString();
    }
}
