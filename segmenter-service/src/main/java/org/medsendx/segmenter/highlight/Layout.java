package org.medsendx.segmenter.highlight;

/**
 * Where the two halves of a picture are, in its pixels: what draws the tissue map over the original
 * has to know it.
 *
 * @param width of the picture
 * @param em one unit of the layout: text grows with the picture, and stays readable when it is
 *     small
 * @param left where the original begins
 * @param right where the tissue map begins
 * @param top where both begin
 * @param panelWidth how wide either is
 * @param panelHeight how high either is
 */
public record Layout(
        int width, int em, int left, int right, int top, int panelWidth, int panelHeight) {

    private static final int NARROWEST = 660;

    /**
     * The layout of a picture.
     *
     * @param mostSide longest side of either half in pixels
     */
    public static Layout of(int rows, int columns, int mostSide) {
        var size = PanelSize.of(rows, columns, mostSide);
        int panelWidth = size.side(columns);
        int em = Math.clamp(panelWidth / 40, 14, 30);
        int margin = em * 3 / 2;
        int width = Math.max(NARROWEST, 2 * panelWidth + 3 * margin);
        int top = margin + em + em / 2 + em + em;
        // Both halves centred in their half of a picture that the legend made wider.
        int gap = (width - 2 * panelWidth) / 3;
        return new Layout(
                width, em, gap, width - gap - panelWidth, top, panelWidth, size.side(rows));
    }

    int margin() {
        return em * 3 / 2;
    }
}
