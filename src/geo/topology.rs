//! `TopoJSON`: shapes share their arcs.

use serde_json::Value;

use super::{GeoError, Line, broken};

/// The arcs that shapes share, decoded to degrees.
pub(super) struct Topology {
    arcs: Vec<Line>,
    scale: (f64, f64),
    shift: (f64, f64),
}

impl Topology {
    pub fn read(root: &Value) -> Result<Self, GeoError> {
        let scale = pair(&root["transform"]["scale"])?;
        let shift = pair(&root["transform"]["translate"])?;
        let arcs = root["arcs"].as_array().ok_or(broken("no arcs"))?;
        let decode = |arc: &Value| {
            // Points are whole numbers, each as the step from the one before.
            let (mut x, mut y) = (0.0, 0.0);
            let steps = arc
                .as_array()
                .ok_or(broken("an arc is no list"))?
                .iter()
                .map(pair);
            steps
                .map(|step| {
                    let (dx, dy) = step?;
                    (x, y) = (x + dx, y + dy);
                    Ok((x * scale.0 + shift.0, y * scale.1 + shift.1))
                })
                .collect()
        };
        Ok(Self {
            arcs: arcs.iter().map(decode).collect::<Result<_, GeoError>>()?,
            scale,
            shift,
        })
    }

    /// A point's position, which is in whole numbers too.
    pub fn point(&self, value: &Value) -> Result<(f64, f64), GeoError> {
        let (x, y) = pair(value)?;
        Ok((
            x * self.scale.0 + self.shift.0,
            y * self.scale.1 + self.shift.1,
        ))
    }

    /// The rings of a polygon or several.
    pub fn rings(&self, shape: &Value) -> Result<Vec<Line>, GeoError> {
        let rings = match shape["type"].as_str() {
            Some("Polygon") => list(&shape["arcs"])?,
            Some("MultiPolygon") => list(&shape["arcs"])?
                .iter()
                .map(list)
                .collect::<Result<Vec<_>, _>>()?
                .into_iter()
                .flatten()
                .collect(),
            _ => return Err(broken("a shape is no polygon")),
        };
        rings.iter().map(|ring| self.join(&list(ring)?)).collect()
    }

    /// The lines of a line string or several.
    pub fn lines(&self, shape: &Value) -> Result<Vec<Line>, GeoError> {
        let lines = match shape["type"].as_str() {
            Some("LineString") => vec![list(&shape["arcs"])?],
            Some("MultiLineString") => list(&shape["arcs"])?
                .iter()
                .map(list)
                .collect::<Result<_, _>>()?,
            _ => return Err(broken("a shape is no line")),
        };
        lines.iter().map(|line| self.join(line)).collect()
    }

    /// Joins arcs; the number ~n stands for arc n backwards, and joints are in both arcs.
    fn join(&self, numbers: &[Value]) -> Result<Line, GeoError> {
        let mut line = Line::new();
        for number in numbers {
            let number = number
                .as_i64()
                .ok_or(broken("an arc number is no number"))?;
            let index = if number < 0 { !number } else { number };
            let arc = usize::try_from(index)
                .ok()
                .and_then(|index| self.arcs.get(index));
            let arc = arc.ok_or(broken("an arc lacks"))?;
            line.pop();
            if number < 0 {
                line.extend(arc.iter().rev());
            } else {
                line.extend(arc);
            }
        }
        Ok(line)
    }
}

fn list(value: &Value) -> Result<Vec<Value>, GeoError> {
    value
        .as_array()
        .cloned()
        .ok_or(broken("a shape lacks arcs"))
}

fn pair(value: &Value) -> Result<(f64, f64), GeoError> {
    match (value[0].as_f64(), value[1].as_f64()) {
        (Some(x), Some(y)) => Ok((x, y)),
        _ => Err(broken("a point is no pair of numbers")),
    }
}
