import { FileText, Upload, X } from 'lucide-react';
import { useEffect, useState, type DragEvent } from 'react';
import { classNames } from '#/components/class-names.ts';
import { formatBytes } from '#/format/number.ts';
import { useFieldControl } from './field-context.ts';
import { IconButton } from './icon-button.tsx';

interface FileDropProps {
  /** The file chosen but not sent yet. */
  file: File | null;
  onFileChange: (file: File | null) => void;
  /** As in `<input accept>`: `image/png,.pdf`. */
  accept?: string;
  /** In bytes. */
  maxSize?: number;
  /** What may be dropped, in words: "PNG or SVG, up to 2 MB". */
  text?: string;
  /** The address of the file in use, shown while none is chosen; pictures only. */
  previewUrl?: string | null;
  disabled?: boolean;
  'aria-label'?: string;
}

/** Takes one file, dropped or picked, and shows it. Files that do not fit are refused with the reason. */
export function FileDrop({ file, onFileChange, accept, maxSize, text, previewUrl, disabled, ...rest }: FileDropProps) {
  const control = useFieldControl({});
  const [over, setOver] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const ownPicture = usePicture(file);
  const picture = file === null ? previewUrl : ownPicture;

  const take = (files: FileList | null): void => {
    const next = files?.[0];
    setOver(false);
    if (next === undefined || disabled) return;
    if (!isAccepted(next, accept)) setRefused(`${next.name} is not a supported file type.`);
    else if (maxSize !== undefined && next.size > maxSize) {
      setRefused(`${next.name} has ${formatBytes(next.size)}; ${formatBytes(maxSize)} is the limit.`);
    } else {
      setRefused(null);
      onFileChange(next);
    }
  };
  const drag = (inside: boolean) => (event: DragEvent) => {
    event.preventDefault();
    setOver(inside);
  };

  return (
    <div className="grid gap-1.5">
      <div
        onDragOver={drag(true)}
        onDragLeave={drag(false)}
        onDrop={(event) => {
          event.preventDefault();
          take(event.dataTransfer.files);
        }}
        className={classNames(
          'relative flex min-h-20 items-center gap-4 rounded-md border border-dashed border-line-strong bg-surface p-4 transition-colors has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-brand-text',
          over && 'border-brand-text bg-brand-text/5',
          disabled ? 'opacity-50' : 'hover:bg-hover/60',
        )}
      >
        {picture ? (
          <img
            src={picture}
            alt=""
            className="size-12 shrink-0 rounded-md border border-line bg-white object-contain p-1"
          />
        ) : (
          <span className="grid size-10 shrink-0 place-items-center rounded-md border border-line bg-canvas text-muted">
            {file === null ? <Upload aria-hidden className="size-4" /> : <FileText aria-hidden className="size-4" />}
          </span>
        )}
        <div className="min-w-0 flex-1 text-[13px]">
          <p className="truncate font-medium">
            {file?.name ?? (
              <>
                Drag a file here or <span className="text-brand-text">browse</span>
              </>
            )}
          </p>
          <p className="text-xs text-muted">{file === null ? text : formatBytes(file.size)}</p>
        </div>
        <input
          type="file"
          aria-label={rest['aria-label']}
          {...control}
          accept={accept}
          disabled={disabled}
          onChange={(event) => {
            take(event.currentTarget.files);
            // So that the same file can be chosen again after it was mended.
            event.currentTarget.value = '';
          }}
          className="absolute inset-0 cursor-pointer opacity-0 disabled:cursor-not-allowed"
        />
        {file !== null && (
          <IconButton label="Remove file" className="relative" onClick={() => onFileChange(null)}>
            <X />
          </IconButton>
        )}
      </div>
      {refused !== null && (
        <p role="alert" className="text-xs text-danger">
          {refused}
        </p>
      )}
    </div>
  );
}

const isAccepted = (file: File, accept: string | undefined): boolean =>
  accept === undefined ||
  accept.split(',').some((pattern) => {
    const kind = pattern.trim().toLowerCase();
    if (kind.startsWith('.')) return file.name.toLowerCase().endsWith(kind);
    return kind.endsWith('/*') ? file.type.startsWith(kind.slice(0, -1)) : file.type === kind;
  });

/** A chosen picture as a data URL, once it is read; null for other files. */
const usePicture = (file: File | null): string | null => {
  const [picture, setPicture] = useState<{ file: File; url: string } | null>(null);
  useEffect(() => {
    if (file === null || !file.type.startsWith('image/')) return undefined;
    const reader = new FileReader();
    reader.addEventListener('load', () => {
      if (typeof reader.result === 'string') setPicture({ file, url: reader.result });
    });
    reader.readAsDataURL(file);
    return () => reader.abort();
  }, [file]);
  return picture !== null && picture.file === file ? picture.url : null;
};
