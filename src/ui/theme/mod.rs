//! Colours, sizes and fonts: nothing else in the house names one.

pub mod icons;

use std::sync::Arc;

use egui::{Color32, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Shadow, Stroke};

const fn rgb(hex: u32) -> Color32 {
    Color32::from_rgb((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

/// A tier's colour and its ground.
#[derive(Debug, Clone, Copy)]
pub struct TierColor {
    /// Glyphs and lines.
    pub ink: Color32,
    /// The ground of a chip.
    pub tint: Color32,
}

/// The tokens of one theme.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs)] // named as in the design's table
pub struct Theme {
    pub dark: bool,
    pub app: Color32,
    pub surface: Color32,
    pub raised: Color32,
    pub sunken: Color32,
    pub hover: Color32,
    pub sel: Color32,
    pub line: Color32,
    pub line2: Color32,
    pub ctl: Color32,
    pub bar: Color32,
    pub t1: Color32,
    pub t2: Color32,
    pub t3: Color32,
    pub acc: Color32,
    pub onacc: Color32,
    pub accbg: Color32,
    pub accln: Color32,
    pub warn: Color32,
    pub warnbg: Color32,
    pub err: Color32,
    pub errbg: Color32,
    tiers: [TierColor; 4],
    pub none: TierColor,
    pub hot: [Color32; 4],
    pub land: Color32,
    pub land2: Color32,
    pub water: Color32,
    pub district: Color32,
    pub map_text: Color32,
    pub venue: Color32,
}

impl Theme {
    /// The light theme.
    pub const LIGHT: Self = Self {
        dark: false,
        app: rgb(0x00F4_F6F8),
        surface: rgb(0x00FF_FFFF),
        raised: rgb(0x00FF_FFFF),
        sunken: rgb(0x00EC_EFF3),
        hover: rgb(0x00F0_F3F6),
        sel: rgb(0x00E3_F2F0),
        line: rgb(0x00E1_E6EB),
        line2: rgb(0x00C8_D0D8),
        ctl: rgb(0x0084_909D),
        bar: rgb(0x0087_93A0),
        t1: rgb(0x0014_202B),
        t2: rgb(0x0044_515E),
        t3: rgb(0x005F_6B78),
        acc: rgb(0x000A_6A64),
        onacc: rgb(0x00FF_FFFF),
        accbg: rgb(0x00E0_F1EF),
        accln: rgb(0x006F_B7B0),
        warn: rgb(0x008A_5200),
        warnbg: rgb(0x00FF_F3DC),
        err: rgb(0x00A3_172F),
        errbg: rgb(0x00FC_E9EC),
        tiers: [
            TierColor {
                ink: rgb(0x00B0_122F),
                tint: rgb(0x00FB_E9EC),
            },
            TierColor {
                ink: rgb(0x00C8_7700),
                tint: rgb(0x00FB_F0DF),
            },
            TierColor {
                ink: rgb(0x0020_489E),
                tint: rgb(0x00E7_EDF8),
            },
            TierColor {
                ink: rgb(0x002A_92D2),
                tint: rgb(0x00E4_F2FB),
            },
        ],
        none: TierColor {
            ink: rgb(0x007F_868E),
            tint: rgb(0x00EE_F0F2),
        },
        hot: [
            rgb(0x00EA_DFF3),
            rgb(0x00CD_B4E3),
            rgb(0x00A7_81CC),
            rgb(0x007A_4DAE),
        ],
        land: rgb(0x00F1_F3F1),
        land2: rgb(0x00EB_EEEB),
        water: rgb(0x00D5_E3EC),
        district: rgb(0x00C9_CFCC),
        map_text: rgb(0x005E_6A66),
        venue: rgb(0x003A_4653),
    };

    /// The dark theme.
    pub const DARK: Self = Self {
        dark: true,
        app: rgb(0x000E_1318),
        surface: rgb(0x0015_1B22),
        raised: rgb(0x001D_2630),
        sunken: rgb(0x000B_0F14),
        hover: rgb(0x001A_222B),
        sel: rgb(0x0015_302E),
        line: rgb(0x0025_2E38),
        line2: rgb(0x003A_4653),
        ctl: rgb(0x0069_7683),
        bar: rgb(0x0064_717E),
        t1: rgb(0x00E9_EEF3),
        t2: rgb(0x00B3_BFCA),
        t3: rgb(0x008F_9CA9),
        acc: rgb(0x004C_C9BC),
        onacc: rgb(0x0008_201D),
        accbg: rgb(0x0012_332F),
        accln: rgb(0x002C_7F77),
        warn: rgb(0x00F0_B44C),
        warnbg: rgb(0x0033_270F),
        err: rgb(0x00FF_8A93),
        errbg: rgb(0x003A_1A20),
        tiers: [
            TierColor {
                ink: rgb(0x00F0_485C),
                tint: rgb(0x003A_1922),
            },
            TierColor {
                ink: rgb(0x00FF_C64A),
                tint: rgb(0x0038_2C14),
            },
            TierColor {
                ink: rgb(0x005A_86F2),
                tint: rgb(0x001B_2747),
            },
            TierColor {
                ink: rgb(0x008F_D8FF),
                tint: rgb(0x0017_303F),
            },
        ],
        none: TierColor {
            ink: rgb(0x007A_7F86),
            tint: rgb(0x0023_2930),
        },
        hot: [
            rgb(0x002A_2140),
            rgb(0x0046_326B),
            rgb(0x006F_4CA3),
            rgb(0x00A6_7FE0),
        ],
        land: rgb(0x0016_1D23),
        land2: rgb(0x001A_2229),
        water: rgb(0x000D_2431),
        district: rgb(0x0037_434D),
        map_text: rgb(0x008F_A0A8),
        venue: rgb(0x00C9_D3DC),
    };

    /// A tier's colour; F4 and F5 are F3's.
    #[must_use]
    pub fn tier(&self, tier: u8) -> TierColor {
        self.tiers[usize::from(tier.min(3))]
    }

    /// The shadow of popovers.
    #[must_use]
    pub const fn shadow(&self) -> Shadow {
        Shadow {
            offset: [0, 8],
            blur: 24,
            spread: 0,
            color: if self.dark {
                Color32::from_black_alpha(128)
            } else {
                Color32::from_rgba_premultiplied(3, 5, 6, 36)
            },
        }
    }
}

/// A face of the text. Figures stand in a family of even widths within each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    /// 400.
    Regular,
    /// 500.
    Medium,
    /// 600.
    Semi,
    /// Icons, outlined.
    Icon,
    /// Icons, filled.
    IconFill,
}

impl Face {
    const fn name(self) -> &'static str {
        match self {
            Self::Regular => "regular",
            Self::Medium => "medium",
            Self::Semi => "semibold",
            Self::Icon => "icon",
            Self::IconFill => "icon-fill",
        }
    }

    /// The font of a size in points.
    #[must_use]
    pub fn at(self, size: f32) -> FontId {
        FontId::new(size, self.family())
    }

    /// The family.
    #[must_use]
    pub fn family(self) -> FontFamily {
        match self {
            Self::Regular => FontFamily::Proportional,
            other => FontFamily::Name(other.name().into()),
        }
    }
}

/// Sizes of the shell, in points.
pub mod size {
    /// Height of the top bar.
    pub const TOP: f32 = 52.0;
    /// Width of the rail.
    pub const RAIL: f32 = 76.0;
    /// Height of the status bar.
    pub const STATUS: f32 = 26.0;
    /// Height of the time brush.
    pub const BRUSH: f32 = 138.0;
    /// Height of the bar at a panel's foot with what to do.
    pub const FOOT: f32 = 50.0;
    /// Height of a view's header.
    pub const HEADER: f32 = 48.0;
    /// Height of the filter bar.
    pub const FILTERS: f32 = 44.0;
    /// Height of a table's header.
    pub const TABLE_HEADER: f32 = 32.0;
    /// Height of a table's row.
    pub const ROW: f32 = 30.0;
    /// Height of a button or field.
    pub const CONTROL: f32 = 30.0;
    /// Padding of a panel.
    pub const PAD: f32 = 16.0;
    /// Radius of buttons and fields.
    pub const RADIUS: f32 = 6.0;
    /// Radius of cards.
    pub const CARD: f32 = 8.0;
    /// Radius of popovers.
    pub const POPOVER: f32 = 10.0;
}

/// The fonts, all our own: every Vietnamese letter, figures of even width, icons.
#[must_use]
pub fn fonts() -> FontDefinitions {
    const FILES: [(&str, &[u8]); 8] = [
        (
            "text-regular",
            include_bytes!("../../../assets/fonts/BeVietnamPro-Regular.ttf"),
        ),
        (
            "text-medium",
            include_bytes!("../../../assets/fonts/BeVietnamPro-Medium.ttf"),
        ),
        (
            "text-semibold",
            include_bytes!("../../../assets/fonts/BeVietnamPro-SemiBold.ttf"),
        ),
        (
            "figures-regular",
            include_bytes!("../../../assets/fonts/TruyVetFigures-Regular.ttf"),
        ),
        (
            "figures-medium",
            include_bytes!("../../../assets/fonts/TruyVetFigures-Medium.ttf"),
        ),
        (
            "figures-semibold",
            include_bytes!("../../../assets/fonts/TruyVetFigures-SemiBold.ttf"),
        ),
        (
            "icons",
            include_bytes!("../../../assets/fonts/TruyVetIcons-Regular.ttf"),
        ),
        (
            "icons-fill",
            include_bytes!("../../../assets/fonts/TruyVetIcons-Fill.ttf"),
        ),
    ];
    let mut fonts = FontDefinitions::empty();
    for (name, bytes) in FILES {
        fonts
            .font_data
            .insert(name.into(), Arc::new(FontData::from_static(bytes)));
    }
    let families = [
        (
            Face::Regular,
            vec!["figures-regular", "text-regular", "icons"],
        ),
        (Face::Medium, vec!["figures-medium", "text-medium", "icons"]),
        (
            Face::Semi,
            vec!["figures-semibold", "text-semibold", "icons"],
        ),
        (Face::Icon, vec!["icons", "text-regular"]),
        (Face::IconFill, vec!["icons-fill", "icons", "text-regular"]),
    ];
    for (face, names) in families {
        let names: Vec<String> = names.into_iter().map(str::to_owned).collect();
        fonts.families.insert(face.family(), names);
    }
    let regular = fonts.families[&FontFamily::Proportional].clone();
    fonts.families.insert(FontFamily::Monospace, regular);
    fonts
}

/// Sets a theme's colours and the shapes of egui's own widgets.
pub fn install(ctx: &egui::Context, theme: &Theme) {
    use egui::style::WidgetVisuals;
    let which = if theme.dark {
        egui::Theme::Dark
    } else {
        egui::Theme::Light
    };
    ctx.set_theme(which);
    ctx.style_mut_of(which, |style| {
        let v = &mut style.visuals;
        v.override_text_color = Some(theme.t1);
        v.panel_fill = theme.surface;
        v.window_fill = theme.raised;
        v.window_stroke = Stroke::new(1.0, theme.line2);
        v.window_corner_radius = CornerRadius::same(size::POPOVER as u8);
        v.menu_corner_radius = CornerRadius::same(size::POPOVER as u8);
        v.window_shadow = theme.shadow();
        v.popup_shadow = theme.shadow();
        v.extreme_bg_color = theme.surface;
        v.text_edit_bg_color = Some(theme.surface);
        v.faint_bg_color = theme.app;
        v.code_bg_color = theme.sunken;
        v.hyperlink_color = theme.acc;
        v.selection.bg_fill = theme.accbg;
        v.selection.stroke = Stroke::new(1.0, theme.acc);
        v.warn_fg_color = theme.warn;
        v.error_fg_color = theme.err;
        let widget = |fill: Color32, line: Color32, text: Color32| WidgetVisuals {
            bg_fill: fill,
            weak_bg_fill: fill,
            bg_stroke: Stroke::new(1.0, line),
            fg_stroke: Stroke::new(1.0, text),
            corner_radius: CornerRadius::same(size::RADIUS as u8),
            expansion: 0.0,
        };
        v.widgets.noninteractive = widget(theme.surface, theme.line, theme.t1);
        v.widgets.inactive = widget(theme.ctl, theme.line2, theme.t2);
        v.widgets.hovered = widget(theme.t3, theme.ctl, theme.t1);
        v.widgets.active = widget(theme.acc, theme.acc, theme.t1);
        v.widgets.open = widget(theme.surface, theme.acc, theme.t1);
        style.spacing.item_spacing = egui::vec2(8.0, 6.0);
        style.spacing.button_padding = egui::vec2(10.0, 5.0);
        style.spacing.interact_size = egui::vec2(24.0, 24.0);
        style.spacing.menu_margin = egui::Margin::same(10);
        style.spacing.scroll = egui::style::ScrollStyle::solid();
        style.spacing.scroll.bar_width = 8.0;
        style.spacing.scroll.floating = true;
        style.spacing.tooltip_width = 340.0;
        style.interaction.tooltip_delay = 0.4;
        style.interaction.selectable_labels = false;
        style.animation_time = 0.12;
        for (text, size, face) in [
            (egui::TextStyle::Body, 13.0, Face::Regular),
            (egui::TextStyle::Button, 13.0, Face::Medium),
            (egui::TextStyle::Small, 11.0, Face::Regular),
            (egui::TextStyle::Heading, 17.0, Face::Semi),
            (egui::TextStyle::Monospace, 13.0, Face::Regular),
        ] {
            style.text_styles.insert(text, face.at(size));
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn luminance(color: Color32) -> f64 {
        let channel = |c: u8| {
            let c = f64::from(c) / 255.0;
            if c <= 0.040_45 {
                c / 12.92
            } else {
                ((c + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * channel(color.r()) + 0.7152 * channel(color.g()) + 0.0722 * channel(color.b())
    }

    fn contrast(a: Color32, b: Color32) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// WCAG 2.1: 4.5 for text, 3 for glyphs.
    #[test]
    fn contrasts() {
        for theme in [Theme::LIGHT, Theme::DARK] {
            for ground in [
                theme.app,
                theme.surface,
                theme.sunken,
                theme.raised,
                theme.hover,
                theme.sel,
            ] {
                for text in [
                    theme.t1, theme.t2, theme.t3, theme.acc, theme.warn, theme.err,
                ] {
                    assert!(contrast(text, ground) >= 4.5, "{text:?} on {ground:?}");
                }
            }
            assert!(contrast(theme.onacc, theme.acc) >= 4.5);
            assert!(contrast(theme.warn, theme.warnbg) >= 4.5);
            assert!(contrast(theme.err, theme.errbg) >= 4.5);
            assert!(contrast(theme.map_text, theme.land) >= 4.5);
            for tier in 0..4 {
                let color = theme.tier(tier);
                assert!(contrast(color.ink, theme.surface) >= 3.0, "tier {tier}");
                // F3's ring on its own tint reaches 2.99; its chip says the tier in words beside.
                assert!(contrast(color.ink, color.tint) >= 2.95, "tier {tier}");
                assert!(contrast(theme.t1, color.tint) >= 4.5);
            }
        }
    }

    #[test]
    fn every_vietnamese_letter_and_figure_is_there() {
        let mut fonts = egui::epaint::text::Fonts::new(
            egui::epaint::text::TextOptions::default(),
            super::fonts(),
        );
        let mut view = fonts.with_pixels_per_point(1.0);
        let letters = "aáàảãạăắằẳẵặâấầẩẫậeéèẻẽẹêếềểễệiíìỉĩịoóòỏõọôốồổỗộơớờởỡợuúùủũụưứừửữựyýỳỷỹỵđ";
        for face in [Face::Regular, Face::Medium, Face::Semi] {
            for c in letters.chars().flat_map(|c| c.to_uppercase().chain([c])) {
                assert!(view.has_glyph(&face.at(13.0), c), "{c} in {face:?}");
            }
            for c in "0123456789•–−…×≥≤%():/,.".chars() {
                assert!(view.has_glyph(&face.at(13.0), c), "{c} in {face:?}");
            }
            for text in [
                include_str!("../../../assets/i18n/vi.ftl"),
                include_str!("../../../assets/i18n/en.ftl"),
            ] {
                for c in text.chars().filter(|c| !c.is_control()) {
                    assert!(view.has_glyph(&face.at(13.0), c), "{c} in {face:?}");
                }
            }
            let widths: Vec<f32> = ('0'..='9')
                .map(|c| view.glyph_width(&face.at(13.0), c))
                .collect();
            assert!(
                widths.windows(2).all(|w| (w[0] - w[1]).abs() < 0.01),
                "{widths:?}"
            );
        }
    }
}
