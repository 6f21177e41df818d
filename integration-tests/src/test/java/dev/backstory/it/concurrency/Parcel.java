package dev.backstory.it.concurrency;

import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;

/** An element that every queue accepts. All parcels of one number are equal, and none has to wait. */
final class Parcel implements Delayed {

    private final int number;
    private final String story;

    Parcel(int number) {
        this(number, "none in particular");
    }

    Parcel(int number, String story) {
        this.number = number;
        this.story = story;
    }

    /** Whose it is, if that was said. */
    String story() {
        return story;
    }

    @Override
    public long getDelay(TimeUnit unit) {
        return 0;
    }

    @Override
    public int compareTo(Delayed other) {
        return Integer.compare(number, ((Parcel) other).number);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Parcel parcel && parcel.number == number;
    }

    @Override
    public int hashCode() {
        return number;
    }

    @Override
    public String toString() {
        return "parcel " + number;
    }
}
