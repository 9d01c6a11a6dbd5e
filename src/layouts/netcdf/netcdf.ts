import { arrayField } from '../build.js';
import { type Field, type Layout, NUMBER_BYTES } from '../layout.js';
import { hasAt } from '../reader.js';
import { readNetcdf, type Variable } from './header.js';

/** Files of netCDF's classic formats: CDF-1, CDF-2 and CDF-5. Those of netCDF-4 are HDF5. */
export const netcdf: Layout = {
  name: 'netCDF',
  detects: (start) => hasAt(start, 0, 'CDF') && [1, 2, 5].includes(start[3] ?? 0),
  fieldsOf(start, size) {
    const { records, variables } = readNetcdf(start);
    const inRecords = variables.filter(({ isRecord }) => isRecord);
    const stride = recordBytes(inRecords);
    const begin = inRecords.reduce(
      (least, { begin }) => Math.min(least, begin),
      Number.POSITIVE_INFINITY,
    );
    const whole = size === undefined ? records : Math.floor((size - begin) / (stride || 1));
    const count = Math.max(0, Math.min(records ?? Number.POSITIVE_INFINITY, whole ?? 0));
    return variables.map((variable): Field => {
      const { name, type, sizes } = variable;
      const field = arrayField(name, variable.begin, { type, bigEndian: true }, sizes);
      return variable.isRecord ? { ...field, axes: [{ count, stride }, ...field.axes] } : field;
    });
  },
};

/** Bytes of a record, in which each variable fills up words of four, unless it is the only one. */
function recordBytes(variables: readonly Variable[]): number {
  const each = variables.map(({ type, sizes }) =>
    sizes.reduce((a, b) => a * b, NUMBER_BYTES[type]),
  );
  if (each.length === 1) return each[0] as number;
  return each.reduce((sum, bytes) => sum + 4 * Math.ceil(bytes / 4), 0);
}
