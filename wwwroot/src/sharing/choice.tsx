interface Props<T extends string> {
  legend: string;
  name: string;
  value: T;
  options: [value: T, label: string][];
  change: (value: T) => void;
  /** Gets the focus when its dialog opens. */
  first?: boolean;
}

/** One of a few, side by side. */
export function Choice<T extends string>({ legend, name, value, options, change, first = false }: Props<T>) {
  return (
    <fieldset class="choice">
      <legend>{legend}</legend>
      <div>
        {options.map(([option, label]) => (
          <label key={option}>
            <input type="radio" name={name} value={option} checked={option === value} data-first={first && option === value ? true : undefined} onChange={() => change(option)} />
            <span>{label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
