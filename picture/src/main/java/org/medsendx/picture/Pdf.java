package org.medsendx.picture;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.Deflater;

/**
 * A document of text, lines and areas as PDF 1.4 (ISO 32000-1): A4 upright, Helvetica, which every
 * reader has, so that nothing is embedded. The same bytes for the same strokes: no time, no random
 * id, no fonts of the machine, no AWT.
 *
 * <p>Lengths are points of 1/72 inch. As in {@link Canvas}, places count from the upper left corner
 * of the page, y downwards. Text outside Windows code page 1252 becomes a question mark. Not thread
 * safe.
 */
public final class Pdf {

    /** An A4 page. */
    public static final double WIDTH = 595;

    /** An A4 page. */
    public static final double HEIGHT = 842;

    private static final Charset TEXT = Charset.forName("windows-1252");

    private final String title;
    private final List<StringBuilder> pages = new ArrayList<>();

    /**
     * A document without a page.
     *
     * @param title what a reader shows as the document's name
     */
    public Pdf(String title) {
        this.title = title;
    }

    /** Begins a page. What is drawn from now on is drawn there. */
    public Pdf page() {
        pages.add(new StringBuilder("1 J 1 j\n"));
        return this;
    }

    /** How many pages there are. */
    public int pages() {
        return pages.size();
    }

    /**
     * A line through places.
     *
     * @param places x and y in turn, at least two places
     * @param width of the line
     * @param dash length of dashes and gaps, or 0 for none
     */
    public Pdf line(double[] places, double width, double dash, int rgb) {
        if (places.length < 4) {
            throw new IllegalArgumentException("a line goes from one place to another");
        }
        var now = now();
        colour(now, rgb, "RG");
        now.append(number(width)).append(" w ");
        now.append(dash > 0 ? "[" + number(dash) + "] 0 d\n" : "[] 0 d\n");
        path(now, places);
        now.append("S\n");
        return this;
    }

    /** What places enclose, x and y in turn, at least three places. */
    public Pdf area(double[] places, int rgb) {
        if (places.length < 6) {
            throw new IllegalArgumentException("an area has three corners");
        }
        var now = now();
        colour(now, rgb, "rg");
        path(now, places);
        now.append("f\n");
        return this;
    }

    /** A disc: a line of no length with round ends (ISO 32000-1, 8.4.3.3). */
    public Pdf disc(double x, double y, double radius, int rgb) {
        return line(new double[] {x, y, x, y}, 2 * radius, 0, rgb);
    }

    /**
     * Text on a base line.
     *
     * @param x where it starts
     */
    public Pdf text(double x, double y, double size, boolean bold, int rgb, String text) {
        var now = now();
        colour(now, rgb, "rg");
        now.append("BT /")
                .append(bold ? "B" : "F")
                .append(' ')
                .append(number(size))
                .append(" Tf ")
                .append(number(x))
                .append(' ')
                .append(number(HEIGHT - y))
                .append(" Td (")
                .append(escaped(text))
                .append(") Tj ET\n");
        return this;
    }

    /** How wide a text will be. */
    public static double textWidth(double size, boolean bold, String text) {
        return Helvetica.width(bold, size, text);
    }

    /** The document as the bytes of a file. */
    public byte[] bytes() {
        var file = new ByteArrayOutputStream();
        var offsets = new ArrayList<Integer>();
        write(file, "%PDF-1.4\n%\u00e2\u00e3\u00cf\u00d3\n");
        object(file, offsets, "<</Type/Catalog/Pages 2 0 R/Lang(en)>>");
        var kids = new StringBuilder();
        for (int i = 0; i < pages.size(); i++) {
            kids.append(6 + 2 * i).append(" 0 R ");
        }
        object(
                file,
                offsets,
                "<</Type/Pages/Count " + pages.size() + "/Kids[" + kids.toString().strip() + "]>>");
        object(file, offsets, font("Helvetica"));
        object(file, offsets, font("Helvetica-Bold"));
        object(file, offsets, "<</Title(" + escaped(title) + ")/Producer(MedSendX Edge)>>");
        for (int i = 0; i < pages.size(); i++) {
            object(
                    file,
                    offsets,
                    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 "
                            + number(WIDTH)
                            + " "
                            + number(HEIGHT)
                            + "]/Resources<</Font<</F 3 0 R/B 4 0 R>>>>/Contents "
                            + (7 + 2 * i)
                            + " 0 R>>");
            content(file, offsets, pages.get(i));
        }
        int table = file.size();
        write(file, "xref\n0 " + (offsets.size() + 1) + "\n0000000000 65535 f \n");
        for (int offset : offsets) {
            write(file, String.format(Locale.ROOT, "%010d 00000 n \n", offset));
        }
        write(
                file,
                "trailer\n<</Size "
                        + (offsets.size() + 1)
                        + "/Root 1 0 R/Info 5 0 R>>\nstartxref\n"
                        + table
                        + "\n%%EOF\n");
        return file.toByteArray();
    }

    private static String font(String name) {
        return "<</Type/Font/Subtype/Type1/BaseFont/" + name + "/Encoding/WinAnsiEncoding>>";
    }

    private static void content(
            ByteArrayOutputStream file, List<Integer> offsets, StringBuilder strokes) {
        var packed = deflated(strokes.toString().getBytes(TEXT));
        begin(file, offsets);
        write(file, "<</Filter/FlateDecode/Length " + packed.length + ">>\nstream\n");
        file.writeBytes(packed);
        write(file, "\nendstream\nendobj\n");
    }

    private static void object(ByteArrayOutputStream file, List<Integer> offsets, String text) {
        begin(file, offsets);
        write(file, text + "\nendobj\n");
    }

    private static void begin(ByteArrayOutputStream file, List<Integer> offsets) {
        offsets.add(file.size());
        write(file, offsets.size() + " 0 obj\n");
    }

    /** Structure is ASCII; the second line, and titles, are bytes above it (7.5.2, 7.9.2). */
    private static void write(ByteArrayOutputStream file, String text) {
        boolean latin = StandardCharsets.ISO_8859_1.newEncoder().canEncode(text);
        file.writeBytes(text.getBytes(latin ? StandardCharsets.ISO_8859_1 : TEXT));
    }

    private static byte[] deflated(byte[] bytes) {
        var deflater = new Deflater(9);
        try {
            deflater.setInput(bytes);
            deflater.finish();
            var out = new ByteArrayOutputStream();
            var buffer = new byte[8192];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    private StringBuilder now() {
        if (pages.isEmpty()) {
            throw new IllegalStateException("no page has begun");
        }
        return pages.getLast();
    }

    private static void path(StringBuilder now, double[] places) {
        for (int i = 0; i + 1 < places.length; i += 2) {
            now.append(number(places[i]))
                    .append(' ')
                    .append(number(HEIGHT - places[i + 1]))
                    .append(i == 0 ? " m\n" : " l\n");
        }
    }

    private static void colour(StringBuilder now, int rgb, String operator) {
        now.append(number((rgb >> 16 & 0xFF) / 255.0))
                .append(' ')
                .append(number((rgb >> 8 & 0xFF) / 255.0))
                .append(' ')
                .append(number((rgb & 0xFF) / 255.0))
                .append(' ')
                .append(operator)
                .append('\n');
    }

    /** A number as PDF has it: no exponent (7.3.3). */
    private static String number(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("a place on a page is a number");
        }
        var text = String.format(Locale.ROOT, "%.3f", value);
        text = text.replaceFirst("0+$", "").replaceFirst("\\.$", "");
        return text.equals("-0") ? "0" : text;
    }

    /** A literal string (7.3.4.2), without characters that the font has not. */
    private static String escaped(String text) {
        var escaped = new StringBuilder();
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            boolean known =
                    c >= 32 && c != 127 && TEXT.newEncoder().canEncode(Character.toString(c));
            if (c == '(' || c == ')' || c == '\\') {
                escaped.append('\\');
            }
            escaped.appendCodePoint(known ? c : '?');
        }
        return escaped.toString();
    }
}
